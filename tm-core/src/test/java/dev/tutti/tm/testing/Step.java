package dev.tutti.tm.testing;

/** Where a scripted resource can be told to misbehave. */
public enum Step {
  JOIN,
  START,
  END,
  BEFORE_PREPARE,
  AFTER_PREPARE,
  BEFORE_COMMIT,
  AFTER_COMMIT,
  BEFORE_ROLLBACK,
  AFTER_ROLLBACK,
  RECOVER,
  /** Between the list and its arrival. */
  RECOVERED,
  OPEN_RECOVERY
}
