package dev.tutti.tm.sync;

import dev.tutti.tm.branch.LiveTransaction;
import java.time.Duration;

/** Internal: what the facade asks of the engine, for the calling thread. */
public interface TransactionRunner {

  /**
   * Begins.
   *
   * @param name for people
   * @param timeout after which it is rolled back
   * @return the live side
   * @throws Exception if the thread has a transaction, or the engine refuses
   */
  LiveTransaction begin(String name, Duration timeout) throws Exception;

  /**
   * Commits.
   *
   * @throws Exception of JTA; the live side knows what it means
   */
  void commit() throws Exception;

  /**
   * Rolls back.
   *
   * @throws Exception of JTA; the live side knows what it means
   */
  void rollback() throws Exception;

  /**
   * Whether the calling thread has a transaction.
   *
   * @return true if so
   */
  boolean isActive();

  /** Something was left for recovery. */
  void leftUnfinished();
}
