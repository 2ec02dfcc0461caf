package dev.tutti.tm.remote;

/** Where a test steps in between the coordinator and the participant. */
enum Point {
  BEFORE_PREPARE,
  /** The participant has prepared; its answer is lost. */
  PREPARE_UNANSWERED,
  AFTER_PREPARE,
  BEFORE_COMMIT,
  /** The participant has committed; its answer is lost. */
  COMMIT_UNANSWERED,
  AFTER_COMMIT
}
