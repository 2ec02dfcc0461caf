package dev.tutti.tm.branch;

import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.spi.TransactionEventListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Tells every listener; what a listener throws is counted and goes no further. */
public final class EventHub implements TransactionEventListener {

  private final List<TransactionEventListener> listeners;
  private final AtomicLong failures = new AtomicLong();

  /**
   * Makes one.
   *
   * @param listeners told in this order
   */
  public EventHub(List<TransactionEventListener> listeners) {
    this.listeners = new CopyOnWriteArrayList<>(listeners);
  }

  /**
   * Tells one more from now on.
   *
   * @param listener told after the others
   */
  public void add(TransactionEventListener listener) {
    listeners.add(listener);
  }

  /**
   * Tells it no more.
   *
   * @param listener one that was told; any other is ignored
   */
  public void remove(TransactionEventListener listener) {
    listeners.remove(listener);
  }

  @Override
  public void on(TransactionEvent event) {
    for (TransactionEventListener listener : listeners) {
      try {
        listener.on(event);
      } catch (RuntimeException | Error e) {
        failures.incrementAndGet();
      }
    }
  }

  /**
   * How often a listener threw.
   *
   * @return the count
   */
  public long failures() {
    return failures.get();
  }
}
