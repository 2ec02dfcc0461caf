package dev.tutti.app.sync;

/** A record cannot be written as it is. Nothing of it was. */
final class RecordException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param problem what is wrong, beginning with the target and column where they are known
   */
  RecordException(String problem) {
    super(problem);
  }
}
