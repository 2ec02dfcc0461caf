package dev.tutti.tm.spi;

import java.util.Optional;

/** What a resource manager is given at start: the way to the calling thread's transaction. */
public interface TransactionContext {

  /**
   * The handle of a participant in the transaction of the calling thread; joins it on first use.
   * This is what lets an ordinary {@code DataSource} take part without being told.
   *
   * @param <H> type of the handle
   * @param participant a registered participant
   * @return the handle; empty if the thread has no transaction
   * @throws Exception if the participant cannot join, or the transaction is no longer active
   */
  <H> Optional<H> currentHandle(Participant<H> participant) throws Exception;
}
