package dev.tutti.tm.metrics;

import dev.tutti.tm.recovery.Vitals;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One snapshot for all meters that are read together. Thread-safe. */
final class Snapshot implements Supplier<Vitals> {

  private static final long FRESH = Duration.ofMillis(500).toNanos();

  private final Supplier<Vitals> source;
  private @Nullable Vitals last;
  private long takenAt;

  Snapshot(Supplier<Vitals> source) {
    this.source = source;
  }

  @Override
  public synchronized Vitals get() {
    long now = System.nanoTime();
    Vitals known = last;
    if (known == null || now - takenAt > FRESH) {
      known = source.get();
      last = known;
      takenAt = now;
    }
    return known;
  }
}
