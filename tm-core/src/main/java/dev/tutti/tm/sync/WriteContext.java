package dev.tutti.tm.sync;

import dev.tutti.tm.spi.Participant;

/** The transaction of one write, as the operation sees it. Thread-safe; dies with it. */
public interface WriteContext {

  /**
   * The handle of a source in this transaction; the source joins on first use, later calls answer
   * the same handle.
   *
   * @param <H> type of the handle
   * @param participant a registered source
   * @return its handle; refuses every use once the transaction is over
   * @throws dev.tutti.tm.spi.HandleClosedException if the transaction is over
   * @throws dev.tutti.tm.outcome.RolledBackException if the source cannot join; the write is rolled
   *     back
   * @throws IllegalArgumentException if the source is not registered with this system
   */
  <H> H use(Participant<H> participant);

  /**
   * The transaction.
   *
   * @return its id, as receipts, events and the recovery admin show it
   */
  String transactionId();
}
