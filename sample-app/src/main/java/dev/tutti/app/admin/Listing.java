package dev.tutti.app.admin;

import dev.tutti.tm.spi.ResourceUnavailableException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The list, asked once for all who look at it: each time every source is asked. It is at least a
 * second old before it is asked again, or twice as old as asking took. Thread-safe.
 */
final class Listing {

  private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

  private final AdminNode node;
  private final LongSupplier clock;
  private @Nullable Snapshot last;
  private long stale;

  Listing(AdminNode node, LongSupplier nanoClock) {
    this.node = node;
    this.clock = nanoClock;
  }

  synchronized Snapshot now() throws ResourceUnavailableException {
    Snapshot known = last;
    long before = clock.getAsLong();
    if (known != null && before - stale < 0) {
      return known;
    }
    last = null;
    Snapshot asked = node.ask(admin -> Snapshot.of(admin.list(), System.currentTimeMillis()));
    long after = clock.getAsLong();
    stale = after + Math.max(FRESH, 2 * (after - before));
    last = asked;
    return asked;
  }

  /** Something was done: who looks now sees it. */
  synchronized void forget() {
    last = null;
  }
}
