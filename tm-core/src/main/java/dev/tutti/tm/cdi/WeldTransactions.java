package dev.tutti.tm.cdi;

import dev.tutti.tm.TransactionSystem;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.UserTransaction;
import java.util.Optional;
import org.jboss.weld.transaction.spi.TransactionServices;
import org.jspecify.annotations.Nullable;

/**
 * Lets Weld's transactional observers wait for the transaction; Weld finds it by itself, and asks
 * it if its module {@code weld-jta} is there. Thread-safe.
 */
public final class WeldTransactions implements TransactionServices {

  /** For Weld. */
  public WeldTransactions() {}

  /**
   * Whether an event waits. True for a transaction that is doomed or timed out too: it takes no
   * synchronization, which tells Weld that the success will not come.
   *
   * @return whether the thread has a transaction, in whatever state
   */
  @Override
  public boolean isTransactionActive() {
    return current() != null;
  }

  private static @Nullable Transaction current() {
    Optional<TransactionSystem> system = SystemReference.ofAnyContainer();
    try {
      return system.isEmpty() ? null : system.get().transactionManager().getTransaction();
    } catch (SystemException e) {
      throw new IllegalStateException("the engine does not know this thread's transaction", e);
    }
  }

  @Override
  public void registerSynchronization(Synchronization observer) {
    Transaction transaction = current();
    if (transaction == null) {
      throw new IllegalStateException("this thread has no transaction");
    }
    try {
      transaction.registerSynchronization(observer);
    } catch (RollbackException | SystemException | IllegalStateException e) {
      throw new IllegalStateException(transaction + " takes no synchronization any more", e);
    }
  }

  @Override
  public UserTransaction getUserTransaction() {
    return SystemReference.ofAnyContainer()
        .orElseThrow(() -> new IllegalStateException(SystemReference.MISSING))
        .userTransaction();
  }

  @Override
  public void cleanup() {}
}
