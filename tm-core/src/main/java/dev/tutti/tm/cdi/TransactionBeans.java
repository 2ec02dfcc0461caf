package dev.tutti.tm.cdi;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.spi.Contextual;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.transaction.Transaction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The scoped beans of one transaction. Thread-safe; creating one may create another. */
final class TransactionBeans {

  private record Made<T>(Contextual<T> contextual, T bean, CreationalContext<T> creation) {
    void destroy() {
      contextual.destroy(bean, creation);
    }
  }

  private final Transaction transaction;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Contextual<?>, Made<?>> made = new LinkedHashMap<>();
  private boolean over;

  TransactionBeans(Transaction transaction) {
    this.transaction = transaction;
  }

  Transaction transaction() {
    return transaction;
  }

  <T> T get(Contextual<T> contextual, CreationalContext<T> creation) {
    lock.lock();
    try {
      T known = find(contextual);
      if (known != null) {
        return known;
      }
      if (over) {
        throw new ContextNotActiveException("the transaction has just ended");
      }
      T bean = contextual.create(creation);
      made.put(contextual, new Made<>(contextual, bean, creation));
      return bean;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("unchecked") // made with this contextual
  <T> @Nullable T find(Contextual<T> contextual) {
    lock.lock();
    try {
      Made<?> known = made.get(contextual);
      return known == null ? null : (T) known.bean();
    } finally {
      lock.unlock();
    }
  }

  void destroy(Contextual<?> contextual) {
    Made<?> known;
    lock.lock();
    try {
      known = made.remove(contextual);
    } finally {
      lock.unlock();
    }
    if (known != null) {
      known.destroy();
    }
  }

  /** Destroys all, the youngest first. */
  void destroy() {
    Deque<Made<?>> youngestFirst = new ArrayDeque<>();
    lock.lock();
    try {
      over = true;
      made.values().forEach(youngestFirst::push);
      made.clear();
    } finally {
      lock.unlock();
    }
    youngestFirst.forEach(Made::destroy);
  }
}
