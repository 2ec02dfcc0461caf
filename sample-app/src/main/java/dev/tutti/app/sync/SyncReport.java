package dev.tutti.app.sync;

import java.time.Duration;
import java.util.Set;

/**
 * What came of a file. Immutable.
 *
 * @param records read
 * @param committed written now, in every source
 * @param duplicates written before
 * @param rejected not written, and why is told
 * @param pendingTransactions decided, but a source has not finished its part
 * @param unavailable whether a source stopped the run
 * @param inDoubt whether something that is in doubt stopped the run
 * @param complete whether the file was read to its end
 * @param elapsed from the first record to the last outcome
 * @param p50Millis half of the writes took at most this
 * @param p99Millis 99 of 100 writes took at most this
 */
public record SyncReport(
    long records,
    long committed,
    long duplicates,
    long rejected,
    Set<String> pendingTransactions,
    boolean unavailable,
    boolean inDoubt,
    boolean complete,
    Duration elapsed,
    double p50Millis,
    double p99Millis) {

  /**
   * Validates and copies.
   *
   * @param records see the component
   * @param committed see the component
   * @param duplicates see the component
   * @param rejected see the component
   * @param pendingTransactions see the component
   * @param unavailable see the component
   * @param inDoubt see the component
   * @param complete see the component
   * @param elapsed see the component
   * @param p50Millis see the component
   * @param p99Millis see the component
   */
  public SyncReport {
    pendingTransactions = Set.copyOf(pendingTransactions);
  }

  /**
   * How fast it went.
   *
   * @return committed and duplicate records in a second
   */
  public double recordsPerSecond() {
    double seconds = Math.max(1e-3, elapsed.toNanos() / 1e9);
    return (committed + duplicates + pendingTransactions.size()) / seconds;
  }
}
