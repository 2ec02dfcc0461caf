package dev.tutti.tm.spi;

/** The local transaction of a last resource. Driven by one thread at a time. */
public interface LastResourceBranch {

  /**
   * Writes the decision row and commits, in one local transaction.
   *
   * @throws Exception if the source refused: everything of the branch is rolled back; or if the
   *     connection is lost ({@link ResourceManager#isConnectionLost}): the outcome is then asked
   *     with {@link LastResourceManager#settle}
   */
  void commit() throws Exception;

  /**
   * Rolls back.
   *
   * @throws Exception if the source does not answer; the connection is then discarded, and the
   *     source rolls back by itself
   */
  void rollback() throws Exception;
}
