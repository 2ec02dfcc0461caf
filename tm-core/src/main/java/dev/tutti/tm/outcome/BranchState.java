package dev.tutti.tm.outcome;

/** How one branch of a transaction ended, or how far it has come. */
public enum BranchState {
  /** Work is done, no vote has been asked for. */
  ACTIVE,
  /** It voted yes (XA_OK) and waits for the decision. */
  PREPARED,
  /** It voted read-only (XA_RDONLY): nothing to commit, nothing to undo. */
  READ_ONLY,
  /** It has committed. */
  COMMITTED,
  /** It has rolled back. */
  ROLLED_BACK,
  /** The decision is commit; the branch is still prepared and recovery will commit it. */
  COMMIT_PENDING,
  /** The decision is rollback; the resource did not answer and recovery will roll it back. */
  ROLLBACK_PENDING,
  /** It committed by itself (XA_HEURCOM) although the decision was rollback. */
  HEURISTIC_COMMIT,
  /** It rolled back by itself (XA_HEURRB) although the decision was commit. */
  HEURISTIC_ROLLBACK,
  /** It committed a part and rolled back a part (XA_HEURMIX). */
  HEURISTIC_MIXED,
  /** Nobody can say what it did (XA_HEURHAZ). */
  HEURISTIC_HAZARD,
  /** Its only phase was not answered: it did commit or roll back, and we do not know which. */
  UNKNOWN;

  /**
   * Whether recovery still has to finish the branch.
   *
   * @return true for the two pending states
   */
  public boolean isPending() {
    return this == COMMIT_PENDING || this == ROLLBACK_PENDING;
  }

  /**
   * Whether the branch decided by itself against the transaction, or may have.
   *
   * @return true for the four heuristic states
   */
  public boolean isHeuristic() {
    return switch (this) {
      case HEURISTIC_COMMIT, HEURISTIC_ROLLBACK, HEURISTIC_MIXED, HEURISTIC_HAZARD -> true;
      default -> false;
    };
  }
}
