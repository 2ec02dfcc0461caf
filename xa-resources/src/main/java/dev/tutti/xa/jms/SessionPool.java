package dev.tutti.xa.jms;

import dev.tutti.tm.spi.ResourceUnavailableException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** At most so many XA sessions at once; idle ones are used again, the last used first. */
final class SessionPool implements AutoCloseable {

  private final String resource;
  private final Connections connections;
  private final int size;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<XaSession> idle = new ConcurrentLinkedDeque<>();
  private final AtomicLong opened = new AtomicLong();
  private volatile boolean closed;

  SessionPool(String resource, Connections connections, int size) {
    this.resource = resource;
    this.connections = connections;
    this.size = size;
    permits = new Semaphore(size, true);
  }

  /**
   * Takes a live session.
   *
   * @param remaining how long the transaction still has: the longest wait, and the broker's own
   *     timeout of the branch
   */
  XaSession take(Duration remaining) throws ResourceUnavailableException {
    if (!acquire(remaining)) {
      throw new ResourceUnavailableException(
          resource,
          "all "
              + size
              + " sessions are in use until the timeout; raise pool-size, or write with fewer threads",
          null);
    }
    try {
      return live((int) Math.min(Integer.MAX_VALUE, remaining.toSeconds() + 1));
    } catch (ResourceUnavailableException | RuntimeException | Error e) {
      permits.release();
      throw e;
    }
  }

  private boolean acquire(Duration remaining) throws ResourceUnavailableException {
    try {
      return permits.tryAcquire(remaining.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ResourceUnavailableException(
          resource, "interrupted while it waited for a session; try again", e);
    }
  }

  private XaSession live(int seconds) throws ResourceUnavailableException {
    if (closed) {
      throw new ResourceUnavailableException(resource, "is closed", null);
    }
    for (XaSession session = idle.pollFirst(); session != null; session = idle.pollFirst()) {
      if (session.prepareForUse(seconds)) {
        return session;
      }
      session.cut();
      session.close();
      // The others went with it, more likely than not: asking each would take a timeout each.
      cutIdle();
    }
    XaSession fresh = XaSession.open(connections);
    opened.incrementAndGet();
    if (!fresh.prepareForUse(seconds)) {
      fresh.close();
      throw new ResourceUnavailableException(
          resource, "the broker closed a new session at once; it may be stopping: try again", null);
    }
    return fresh;
  }

  /** Gives a session back; one that cannot be used again is closed. */
  void giveBack(XaSession session, boolean reusable) {
    try {
      if (reusable && !session.isLost() && !closed) {
        idle.addFirst(session);
        if (closed) {
          drain();
        }
      } else {
        session.cut();
        session.close();
      }
    } finally {
      permits.release();
    }
  }

  /** How many sessions were ever opened. */
  long opened() {
    return opened.get();
  }

  /** How many wait to be used again. */
  int idle() {
    return (int) idle.stream().filter(session -> !session.isLost()).count();
  }

  /** How many sessions transactions hold. */
  int inUse() {
    return size - permits.availablePermits();
  }

  private void cutIdle() {
    for (@Nullable XaSession s = idle.pollFirst(); s != null; s = idle.pollFirst()) {
      s.cut();
      s.close();
    }
  }

  private void drain() {
    for (@Nullable XaSession s = idle.pollFirst(); s != null; s = idle.pollFirst()) {
      s.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    drain();
  }
}
