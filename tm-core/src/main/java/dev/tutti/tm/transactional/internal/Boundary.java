package dev.tutti.tm.transactional.internal;

import dev.tutti.tm.branch.EngineTransaction;
import dev.tutti.tm.sync.TransactionRunner;
import jakarta.transaction.Transaction;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Internal: what the annotation asks of the engine, for the calling thread. */
public interface Boundary extends TransactionRunner {

  /**
   * Begins.
   *
   * @param name for people
   * @param timeout null for the thread's or the system's
   * @param readOnly whether sources may take it that nothing will be written
   * @return the transaction
   * @throws Exception if the thread has a transaction, or the engine refuses
   */
  EngineTransaction begin(String name, @Nullable Duration timeout, boolean readOnly)
      throws Exception;

  /**
   * The thread's transaction.
   *
   * @return null if it has none
   * @throws Exception if the engine does not know
   */
  @Nullable EngineTransaction current() throws Exception;

  /**
   * Takes the transaction off the thread, if there is one.
   *
   * @throws Exception if the engine refuses
   */
  void suspend() throws Exception;

  /**
   * Puts a transaction on the thread, also one that is over.
   *
   * @param transaction a suspended one
   * @throws Exception if the thread has another
   */
  void resume(Transaction transaction) throws Exception;
}
