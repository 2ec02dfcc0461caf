package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.branch.EventHub;
import dev.tutti.tm.spi.TransactionEvent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Our own daemon thread: a pass every interval, and at once when something was left unfinished. */
public final class RecoveryThread implements AutoCloseable {

  private static final Duration PAUSE_AFTER_WAKE = Duration.ofMillis(100);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final RecoveryEngine engine;
  private final EventHub events;
  private final Duration interval;
  private final Thread thread;
  private volatile long passesAtWake;
  private boolean woken;
  private boolean closed;

  /** Whether a wake brings the next pass; its own thread's. */
  private boolean forWake;

  /**
   * Starts it.
   *
   * @param engine runs the passes
   * @param events told if a pass fails
   * @param interval between two passes
   */
  public RecoveryThread(RecoveryEngine engine, EventHub events, Duration interval) {
    this.engine = engine;
    this.events = events;
    this.interval = interval;
    this.thread = new Thread(this::run, "tutti-recovery");
    this.thread.setDaemon(true);
    this.thread.start();
  }

  private void run() {
    while (awaitTurn()) {
      try {
        pass();
      } catch (RuntimeException | Error e) {
        events.on(new TransactionEvent.Held("recovery", "a pass failed and is tried again: " + e));
      }
    }
  }

  private void pass() {
    if (forWake) {
      engine.passUnlessCleanSince(passesAtWake);
    } else {
      engine.periodicPass();
    }
  }

  private boolean awaitTurn() {
    lock.lock();
    try {
      long left = interval.toNanos();
      forWake = false;
      while (!closed && left > 0) {
        if (woken) {
          woken = false;
          forWake = true;
          left = Math.min(left, PAUSE_AFTER_WAKE.toNanos());
        }
        left = changed.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Asks for a pass soon; none is made if one that begins from now on finds all clean before. */
  public void wake() {
    lock.lock();
    try {
      woken = true;
      passesAtWake = engine.passes();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether it will make a pass again.
   *
   * @return false once it is closed, or was interrupted by somebody
   */
  public boolean isAlive() {
    return thread.isAlive();
  }

  /** Stops it; waits for a pass that is running. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
