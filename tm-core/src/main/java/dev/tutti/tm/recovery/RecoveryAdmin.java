package dev.tutti.tm.recovery;

/** Sees and settles what is in doubt. Thread-safe. */
public interface RecoveryAdmin {

  /**
   * Runs one recovery pass now, on the calling thread, and waits for it. Two passes never run at
   * once; live transactions are not touched.
   *
   * @return what it did and what is left
   */
  RecoveryReport scan();

  /**
   * What the last pass left, without asking any resource.
   *
   * @return the last report; an empty one if no pass has run
   */
  RecoveryReport lastReport();

  /**
   * Accepts that a resource is another server than before (replaced), or was set back to an earlier
   * moment (restored), and ends the hold on its recovery and on new work.
   *
   * @param resource its name
   * @throws IllegalArgumentException if there is no such resource
   * @throws dev.tutti.tm.spi.ResourceUnavailableException if it cannot be asked who it is
   */
  void acceptIdentity(String resource) throws dev.tutti.tm.spi.ResourceUnavailableException;

  /**
   * Ends the hold of damaged log records: the operator has settled, or gives up, what they could
   * explain. The damaged bytes are kept beside the log.
   *
   * @return how many records were released
   */
  int releaseDamagedRecords();
}
