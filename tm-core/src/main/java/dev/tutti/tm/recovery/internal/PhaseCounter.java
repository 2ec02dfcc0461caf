package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.recovery.PhaseTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Times of one phase on one resource, in buckets. Thread-safe; nobody waits for anybody. */
final class PhaseCounter {

  private static final long MICRO = 1_000;

  private static final long[] BOUNDS = {
    100 * MICRO,
    250 * MICRO,
    500 * MICRO,
    1_000 * MICRO,
    2_500 * MICRO,
    5_000 * MICRO,
    10_000 * MICRO,
    25_000 * MICRO,
    50_000 * MICRO,
    100_000 * MICRO,
    250_000 * MICRO,
    500_000 * MICRO,
    1_000_000 * MICRO,
    2_500_000 * MICRO,
    5_000_000 * MICRO,
    10_000_000 * MICRO
  };

  // One for each bound, and one for what took longer.
  private final LongAdder[] counts =
      Stream.generate(LongAdder::new).limit(BOUNDS.length + 1).toArray(LongAdder[]::new);
  private final LongAdder total = new LongAdder();

  void took(long nanos) {
    int at = 0;
    while (at < BOUNDS.length && nanos > BOUNDS[at]) {
      at++;
    }
    counts[at].increment();
    total.add(nanos);
  }

  PhaseTimes times() {
    List<PhaseTimes.Bucket> buckets = new ArrayList<>(BOUNDS.length);
    long count = 0;
    for (int i = 0; i < BOUNDS.length; i++) {
      count += counts[i].sum();
      buckets.add(new PhaseTimes.Bucket(BOUNDS[i], count));
    }
    return new PhaseTimes(count + counts[BOUNDS.length].sum(), total.sum(), buckets);
  }
}
