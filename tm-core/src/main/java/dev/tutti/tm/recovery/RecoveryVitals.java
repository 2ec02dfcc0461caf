package dev.tutti.tm.recovery;

import java.util.List;

/**
 * What recovery has done since the start. Immutable.
 *
 * @param passes recovery passes that ran to their end
 * @param lastPassAtMillis when the last one ended; milliseconds since 1970-01-01 UTC, 0 if none did
 * @param upToDate whether recovery does its work: the first pass is done, the last one did not
 *     fail, its thread lives, and nothing is held that stops new work
 * @param committed branches that it committed, or found committed
 * @param rolledBack branches that it rolled back
 * @param holds what waits for an operator besides transactions, as of the last pass or list
 */
public record RecoveryVitals(
    long passes,
    long lastPassAtMillis,
    boolean upToDate,
    long committed,
    long rolledBack,
    List<Hold> holds) {

  /**
   * Validates and copies.
   *
   * @param passes see the component
   * @param lastPassAtMillis see the component
   * @param upToDate see the component
   * @param committed see the component
   * @param rolledBack see the component
   * @param holds see the component
   */
  public RecoveryVitals {
    holds = List.copyOf(holds);
  }
}
