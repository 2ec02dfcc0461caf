package dev.tutti.tm.cdi;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.spi.TransactionEventListener;
import dev.tutti.tm.sync.WriteContext;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.Destroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.context.spi.AlterableContext;
import jakarta.enterprise.context.spi.Contextual;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionScoped;
import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The context of {@code @TransactionScoped} beans (Jakarta Transactions 2.0, TransactionScoped): it
 * begins with a transaction, however that was begun, follows it over suspend and resume, and ends
 * with it. Its events carry the {@link Transaction}. Thread-safe.
 */
final class TransactionScope implements AlterableContext, TransactionEventListener {

  private final SystemReference system;
  private final Event<Transaction> initialized;
  private final Event<Transaction> beforeDestroyed;
  private final Event<Transaction> destroyed;
  private final Map<String, TransactionBeans> live = new ConcurrentHashMap<>();

  TransactionScope(SystemReference system, BeanManager beans) {
    this.system = system;
    initialized = event(beans, Initialized.Literal.of(TransactionScoped.class));
    beforeDestroyed = event(beans, BeforeDestroyed.Literal.of(TransactionScoped.class));
    destroyed = event(beans, Destroyed.Literal.of(TransactionScoped.class));
  }

  private static Event<Transaction> event(BeanManager beans, Annotation when) {
    return beans.getEvent().select(Transaction.class, when);
  }

  @Override
  public void on(TransactionEvent event) {
    if (event instanceof TransactionEvent.Begun begun) {
      begin(begun.transactionId());
    } else if (event instanceof TransactionEvent.Completed completed) {
      end(completed.transactionId());
    }
  }

  private void begin(String id) {
    try {
      Transaction transaction = system.get().transactionManager().getTransaction();
      live.put(id, new TransactionBeans(transaction));
      initialized.fire(transaction);
    } catch (SystemException e) {
      throw new IllegalStateException("the new transaction is not on its thread", e);
    }
  }

  private void end(String id) {
    TransactionBeans beans = live.remove(id);
    if (beans != null) {
      try {
        beforeDestroyed.fire(beans.transaction());
      } finally {
        beans.destroy();
      }
      destroyed.fire(beans.transaction());
    }
  }

  @Override
  public Class<? extends Annotation> getScope() {
    return WithinTransaction.class;
  }

  @Override
  public boolean isActive() {
    return current().isPresent();
  }

  private Optional<TransactionBeans> current() {
    Optional<TransactionSystem> running = system.find();
    if (running.isEmpty() || !isActive(running.get())) {
      return Optional.empty();
    }
    return running.get().current().map(WriteContext::transactionId).map(live::get);
  }

  private static boolean isActive(TransactionSystem running) {
    try {
      return switch (running.transactionManager().getStatus()) {
        case Status.STATUS_ACTIVE,
            Status.STATUS_MARKED_ROLLBACK,
            Status.STATUS_PREPARED,
            Status.STATUS_UNKNOWN,
            Status.STATUS_PREPARING,
            Status.STATUS_COMMITTING,
            Status.STATUS_ROLLING_BACK ->
            true;
        default -> false;
      };
    } catch (SystemException e) {
      throw new IllegalStateException("the engine does not know this thread's transaction", e);
    }
  }

  private TransactionBeans required() {
    return current()
        .orElseThrow(
            () ->
                new ContextNotActiveException(
                    "a @TransactionScoped bean is used on a thread without a transaction, or after"
                        + " its end: call it from a @Transactional method"));
  }

  @Override
  public <T> T get(Contextual<T> contextual, CreationalContext<T> creation) {
    return required().get(contextual, creation);
  }

  @Override
  public <T> @Nullable T get(Contextual<T> contextual) {
    return required().find(contextual);
  }

  @Override
  public void destroy(Contextual<?> contextual) {
    required().destroy(contextual);
  }
}
