package dev.tutti.tm.recovery;

/** Where a branch that is not finished stands, and who acts next. */
public enum BranchCondition {
  /** Its transaction is decided; the next recovery pass ends it. */
  FINISHING("decided to commit; the next recovery pass finishes it by itself", "by itself", true),
  /** Its resource, or the one that knows the decision, does not answer. */
  WAITING("a resource cannot be asked now; recovery tries again by itself", "by itself", true),
  /** Prepared, and no decision exists: it is rolled back by itself. */
  ORPHAN(
      "prepared, but never decided; the next recovery pass rolls it back by itself",
      "by itself",
      true),
  /** Something else than a damaged record forbids to conclude anything. */
  HELD("its outcome cannot be known safely now; an operator must act", "operator", true),
  /** A log record that cannot be read could hold its decision. */
  UNREADABLE(
      "prepared; the log record that may hold its decision cannot be read; an operator must settle"
          + " it",
      "operator",
      true),
  /** The resource decided by itself, against the transaction. */
  HEURISTIC(
      "the resource ended it by itself, against the decision; an operator must mend and forget it",
      "operator",
      true),
  /** Prepared by this node's name with a store that is not here. */
  LOST_NODE(
      "prepared by this node with a store that is not here; bring the store back, or adopt it",
      "operator",
      true),
  /** Prepared by another node of Tutti. */
  OTHER_NODE(
      "prepared by another node, which finishes it; if that node is gone for good, adopt it",
      "its node",
      false),
  /** Another application's: never touched. */
  FOREIGN("another application prepared it; it is never touched", "its owner", false);

  private final String explanation;
  private final String next;
  private final boolean ours;

  BranchCondition(String explanation, String next, boolean ours) {
    this.explanation = explanation;
    this.next = next;
    this.ours = ours;
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
   * Who acts next.
   *
   * @return {@code by itself}, {@code operator}, {@code its node} or {@code its owner}
   */
  public String next() {
    return next;
  }

  /**
   * Whether it ends without a person.
   *
   * @return true where recovery acts by itself
   */
  public boolean endsByItself() {
    return this == FINISHING || this == WAITING || this == ORPHAN;
  }

  /**
   * Whether it is this node's to care for.
   *
   * @return false for another node's and another application's
   */
  public boolean isOurs() {
    return ours;
  }
}
