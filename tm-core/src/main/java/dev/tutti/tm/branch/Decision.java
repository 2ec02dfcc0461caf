package dev.tutti.tm.branch;

/** What is known of a live transaction's outcome. It changes once, and never from commit. */
public enum Decision {
  /** Not decided yet. */
  NONE,
  /** Durably decided: every branch will commit. */
  COMMIT,
  /** Every branch will roll back. */
  ROLLBACK,
  /** It may be decided, and nobody can tell now: no branch may be ended. */
  UNKNOWN
}
