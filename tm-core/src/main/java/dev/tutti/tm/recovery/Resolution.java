package dev.tutti.tm.recovery;

/** What an operator can decide. */
public enum Resolution {
  /** Commit what is prepared ({@code xa_commit}). */
  COMMIT,
  /** Roll back what is prepared ({@code xa_rollback}). */
  ROLLBACK,
  /** Stop waiting for it: let the resource forget it ({@code xa_forget}), and the log too. */
  FORGET,
  /** End a hold, and only that. */
  RELEASE,
  /** Take over the prepared branches of a node or a store that is gone for good. */
  ADOPT
}
