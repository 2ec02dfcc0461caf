package dev.tutti.tm.transactional.matrix;

/** What happens in the method, or when its transaction ends. */
public enum Happening {
  RETURNED,
  CHECKED,
  UNCHECKED,
  ERROR,
  ROLLBACK_ON,
  DONT_ROLLBACK_ON,
  /** In both lists. */
  BOTH_LISTS,
  SET_ROLLBACK_ONLY,
  /** A method that joined threw, and this one caught it and returned. */
  INNER_DOOMED,
  TIMED_OUT,
  TIMED_OUT_THEN_UNCHECKED,
  COMMIT_REFUSED,
  /** The method threw what commits, and the commit was refused. */
  COMMIT_REFUSED_AFTER_CHECKED,
  HEURISTIC,
  /** Decided, and a source could not be told. */
  COMMIT_UNFINISHED;

  /** Whether it needs a transaction to happen in. */
  boolean needsTransaction() {
    return switch (this) {
      case SET_ROLLBACK_ONLY, INNER_DOOMED, TIMED_OUT, TIMED_OUT_THEN_UNCHECKED -> true;
      default -> false;
    };
  }
}
