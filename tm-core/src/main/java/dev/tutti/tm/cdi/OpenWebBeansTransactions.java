package dev.tutti.tm.cdi;

import dev.tutti.tm.TransactionSystem;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import org.apache.webbeans.spi.TransactionService;
import org.jspecify.annotations.Nullable;

/**
 * Lets OpenWebBeans' transactional observers wait for the transaction; named in the jar's {@code
 * openwebbeans.properties}. Thread-safe.
 */
public final class OpenWebBeansTransactions implements TransactionService {

  /** For OpenWebBeans. */
  public OpenWebBeansTransactions() {}

  @Override
  public @Nullable TransactionManager getTransactionManager() {
    return SystemReference.ofAnyContainer().map(TransactionSystem::transactionManager).orElse(null);
  }

  @Override
  public @Nullable UserTransaction getUserTransaction() {
    return SystemReference.ofAnyContainer().map(TransactionSystem::userTransaction).orElse(null);
  }

  @Override
  public @Nullable Transaction getTransaction() {
    TransactionManager manager = getTransactionManager();
    try {
      return manager == null ? null : manager.getTransaction();
    } catch (SystemException e) {
      throw new IllegalStateException("the engine does not know this thread's transaction", e);
    }
  }

  /** CDI 4.0, section 2.8.6: a doomed transaction tells all but those who wait for its success. */
  @Override
  public void registerTransactionSynchronization(
      TransactionPhase phase, ObserverMethod<? super Object> observer, Object event)
      throws SystemException {
    Transaction transaction = getTransaction();
    if (transaction == null) {
      observer.notify(event);
      return;
    }
    try {
      transaction.registerSynchronization(new WaitingObserver(phase, observer, event));
    } catch (RollbackException | IllegalStateException e) {
      if (phase != TransactionPhase.AFTER_SUCCESS) {
        observer.notify(event);
      }
    }
  }
}
