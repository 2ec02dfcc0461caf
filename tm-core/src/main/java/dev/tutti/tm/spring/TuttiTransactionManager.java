package dev.tutti.tm.spring;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.outcome.HeuristicOutcomeException;
import dev.tutti.tm.outcome.TuttiException;
import dev.tutti.tm.sync.Outcomes;
import dev.tutti.tm.sync.WriteContext;
import java.util.Optional;
import org.springframework.transaction.HeuristicCompletionException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.jta.JtaTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Spring's JTA transaction manager, whose exceptions have Tutti's as their cause: which source
 * refused, and what became of each branch. Thread-safe.
 *
 * <p>A commit that fails throws
 *
 * <ul>
 *   <li>{@link UnexpectedRollbackException} if nothing was written, for the timeout too: only for
 *       that type does Spring tell its synchronizations and event listeners of a rollback;
 *   <li>{@link HeuristicCompletionException} if a source decided by itself;
 *   <li>{@link TransactionSystemException} if nobody knows yet.
 * </ul>
 *
 * <p>A commit that is decided but not finished in every source returns normally.
 */
public final class TuttiTransactionManager extends JtaTransactionManager {

  private static final long serialVersionUID = 1L;

  private final transient TransactionSystem system;

  /**
   * Makes one.
   *
   * @param system the running system
   */
  public TuttiTransactionManager(TransactionSystem system) {
    super(system.transactionManager());
    setTransactionSynchronizationRegistry(system.synchronizationRegistry());
    this.system = system;
  }

  @Override
  protected void doCommit(DefaultTransactionStatus status) {
    Optional<WriteContext> transaction = system.current();
    try {
      super.doCommit(status);
    } catch (TransactionException e) {
      throw explained(transaction, e);
    }
  }

  private static TransactionException explained(
      Optional<WriteContext> transaction, TransactionException thrown) {
    Throwable jta = thrown.getCause();
    Optional<TuttiException> failure =
        transaction.flatMap(known -> Outcomes.failure(known, jta == null ? thrown : jta));
    return failure
        .<TransactionException>map(TuttiTransactionManager::inSpringsWords)
        .orElse(thrown);
  }

  private static TransactionException inSpringsWords(TuttiException failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof HeuristicOutcomeException) {
      return new HeuristicCompletionException(HeuristicCompletionException.STATE_MIXED, failure);
    }
    if (failure instanceof dev.tutti.tm.outcome.TransactionSystemException) {
      return new TransactionSystemException(message, failure);
    }
    return new UnexpectedRollbackException(message, failure);
  }
}
