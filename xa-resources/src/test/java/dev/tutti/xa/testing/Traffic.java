package dev.tutti.xa.testing;

import dev.tutti.xa.testing.TcpProxy.When;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a proxy does with the bytes: the rules, and the count that they go by. */
final class Traffic {

  /**
   * What will happen to one request.
   *
   * @param request its number over all connections
   * @param when the moment
   * @param keepServerSide whether the server's session lives on
   * @param action what happens before
   */
  record Cut(int request, When when, boolean keepServerSide, Runnable action) {}

  private boolean stalled;
  private boolean closed;
  private long delayNanos;
  private int roundTrips;
  private int cuts;
  private @Nullable Cut cut;

  synchronized void stall(boolean on) {
    stalled = on;
    notifyAll();
  }

  synchronized void delay(Duration eachWay) {
    delayNanos = eachWay.toNanos();
    notifyAll();
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized void plan(int requests, When when, boolean keepServerSide, Runnable action) {
    cut = new Cut(roundTrips + requests, when, keepServerSide, action);
  }

  synchronized void unplan() {
    cut = null;
  }

  synchronized int roundTrips() {
    return roundTrips;
  }

  synchronized int cuts() {
    return cuts;
  }

  /** A request begins; returns its number. */
  synchronized int begin() {
    return ++roundTrips;
  }

  /** The cut that is due for a request at a moment; it is due once. */
  synchronized @Nullable Cut due(int request, When when) {
    Cut planned = cut;
    if (planned == null || planned.request() != request || planned.when() != when) {
      return null;
    }
    cut = null;
    cuts++;
    return planned;
  }

  /**
   * Waits as long as nothing may pass.
   *
   * @param cut whether the connection was cut in the meantime, see {@link #wake}
   * @return false if what waited is lost
   */
  synchronized boolean pass(BooleanSupplier cut) {
    long arrived = System.nanoTime();
    try {
      while (!closed && !cut.getAsBoolean()) {
        long left = delayNanos - (System.nanoTime() - arrived);
        if (stalled) {
          wait();
        } else if (left > 0) {
          wait(left / 1_000_000, (int) (left % 1_000_000));
        } else {
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** A connection was cut. */
  synchronized void wake() {
    notifyAll();
  }
}
