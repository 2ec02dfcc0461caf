package dev.tutti.app.cli;

/** What the process answers. */
final class ExitCode {

  static final int DONE = 0;

  /** Differences, or records that were rejected. */
  static final int DIFFERENCES = 1;

  /** Wrong usage or configuration. */
  static final int USAGE = 2;

  /** A source, or the log, cannot be used now. */
  static final int UNAVAILABLE = 3;

  /** Something is in doubt or held. */
  static final int IN_DOUBT = 4;

  private ExitCode() {}
}
