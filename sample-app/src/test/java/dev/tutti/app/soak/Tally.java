package dev.tutti.app.soak;

import dev.tutti.tm.outcome.BranchOutcome;
import dev.tutti.tm.outcome.Receipt;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the writes were told. Thread-safe. */
final class Tally {

  private final AtomicLong committed = new AtomicLong();
  private final AtomicLong pending = new AtomicLong();
  private final AtomicLong duplicates = new AtomicLong();
  private final Map<String, Long> failures = new TreeMap<>();
  private final Map<String, long[]> nanos = new TreeMap<>();

  void count(Receipt<?> receipt) {
    for (BranchOutcome branch : receipt.branches()) {
      add(branch.resource(), branch.work(), branch.prepare(), branch.commit());
    }
    add("whole", receipt.elapsed(), Duration.ZERO, Duration.ZERO);
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

  private void add(String what, Duration... phases) {
    synchronized (nanos) {
      long[] sums = nanos.computeIfAbsent(what, w -> new long[phases.length]);
      for (int i = 0; i < phases.length; i++) {
        sums[i] += phases[i].toNanos();
      }
    }
  }

  /** The mean times of each branch: from joining to the end of work, prepare, commit. */
  String times() {
    StringBuilder text = new StringBuilder("mean ms of work, prepare, commit:");
    synchronized (nanos) {
      nanos.forEach(
          (what, sums) -> {
            text.append("  ").append(what);
            for (long sum : sums) {
              text.append(String.format(Locale.ROOT, " %.1f", sum / 1e6 / Math.max(1, done())));
            }
          });
    }
    return text.toString();
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
