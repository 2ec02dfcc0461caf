package dev.tutti.app.sync;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Percentiles of times in bounded memory: 32 buckets for each doubling, so an answer is at most 3 %
 * above the truth. Thread-safe.
 */
final class Latencies {

  private static final int STEPS = 32;

  private final AtomicLongArray counts = new AtomicLongArray(64 * STEPS);

  void add(long nanos) {
    counts.incrementAndGet(bucket(Math.max(1, nanos)));
  }

  private static int bucket(long nanos) {
    int doubling = 63 - Long.numberOfLeadingZeros(nanos);
    long below = nanos - (1L << doubling);
    int step = doubling >= 5 ? (int) (below >>> (doubling - 5)) : (int) (below << (5 - doubling));
    return doubling * STEPS + step;
  }

  /** The upper end of the bucket of a share of all times, in milliseconds; 0 if there are none. */
  double millis(double share) {
    long total = 0;
    for (int i = 0; i < counts.length(); i++) {
      total += counts.get(i);
    }
    long wanted = (long) Math.ceil(total * share);
    long seen = 0;
    for (int i = 0; i < counts.length(); i++) {
      seen += counts.get(i);
      if (seen >= wanted && total > 0) {
        double base = Math.pow(2, Math.floorDiv(i, STEPS));
        return base * (1 + (i % STEPS + 1) / (double) STEPS) / 1e6;
      }
    }
    return 0;
  }
}
