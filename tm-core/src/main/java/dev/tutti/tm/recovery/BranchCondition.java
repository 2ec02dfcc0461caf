package dev.tutti.tm.recovery;

/** Where a branch that is not finished stands, and who acts next. */
public enum BranchCondition {
  /** Its transaction is decided; the next recovery pass ends it. */
  FINISHING("decided; the next recovery pass finishes it by itself"),
  /** Its resource does not answer; recovery tries again by itself. */
  WAITING("its resource cannot be reached; recovery tries again by itself"),
  /** Prepared, and no decision exists: it is rolled back by itself. */
  ORPHAN("prepared, but never decided; recovery rolls it back by itself"),
  /** It may belong to a decision that was lost or damaged: an operator must settle it. */
  HELD("a lost or damaged record could explain it; an operator must settle it"),
  /** The resource decided by itself, against the transaction: an operator must settle it. */
  HEURISTIC("the resource decided by itself; an operator must settle it"),
  /** Prepared by this node's name with a store that is not here: an operator must settle it. */
  LOST_NODE("prepared by a node or a store that is not here; an operator must settle it"),
  /** Another application's: never touched. */
  FOREIGN("another application prepared it; it is never touched");

  private final String explanation;

  BranchCondition(String explanation) {
    this.explanation = explanation;
  }

  /**
   * The one sentence that explains it.
   *
   * @return the sentence, without a full stop
   */
  public String explanation() {
    return explanation;
  }

  /**
   * Whether it ends without a person.
   *
   * @return true where recovery acts by itself
   */
  public boolean endsByItself() {
    return this == FINISHING || this == WAITING || this == ORPHAN;
  }
}
