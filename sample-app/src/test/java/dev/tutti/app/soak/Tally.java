package dev.tutti.app.soak;

import dev.tutti.tm.outcome.Receipt;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the writes were told. Thread-safe. */
final class Tally {

  private final AtomicLong committed = new AtomicLong();
  private final AtomicLong pending = new AtomicLong();
  private final AtomicLong duplicates = new AtomicLong();
  private final Map<String, Long> failures = new TreeMap<>();

  void count(Receipt<?> receipt) {
    switch (receipt.outcome()) {
      case COMMITTED -> committed.incrementAndGet();
      case COMMITTED_PENDING -> pending.incrementAndGet();
      // An attempt whose outcome was not known had committed.
      case DUPLICATE -> duplicates.incrementAndGet();
    }
  }

  void count(Exception failure) {
    synchronized (failures) {
      failures.merge(failure.getClass().getSimpleName(), 1L, Long::sum);
    }
  }

  long done() {
    return committed.get() + pending.get() + duplicates.get();
  }

  @Override
  public String toString() {
    synchronized (failures) {
      return committed
          + " committed, "
          + pending
          + " committed with a branch left to recovery, "
          + duplicates
          + " found committed by a repeat; attempts that failed and were repeated: "
          + failures;
    }
  }
}
