package dev.tutti.tm.outcome;

/** The three ways in which a write can succeed. Everything else is a {@link TuttiException}. */
public enum Outcome {
  /** Every branch has committed. */
  COMMITTED,
  /** The commit is decided and durable; recovery finishes at least one branch. */
  COMMITTED_PENDING,
  /** The key was committed before; nothing was written now. */
  DUPLICATE
}
