package dev.tutti.tm.branch;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends transactions that outlive their timeout. On the monotonic clock, so that a jump of the wall
 * clock ends nothing; each on a thread of its own, so that one stuck driver delays nobody.
 */
public final class TimeoutWatch implements AutoCloseable {

  private static final int DRAINS_FOR_ONE_PHASE = 10;

  private final ScheduledThreadPoolExecutor clock;
  private final ExecutorService workers;
  private final Duration drain;

  /**
   * Starts it.
   *
   * @param drain how long after the deadline a phase may still be in a driver before its connection
   *     is aborted
   */
  public TimeoutWatch(Duration drain) {
    this.drain = drain;
    this.clock = new ScheduledThreadPoolExecutor(1, daemons("tutti-timeout"));
    this.clock.setRemoveOnCancelPolicy(true);
    this.workers = Executors.newCachedThreadPool(daemons("tutti-timeout-worker"));
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Watches a transaction until cancelled.
   *
   * @param transaction whose deadline counts
   * @param timeout from now
   * @param rollback rolls it back
   * @return to cancel when the transaction is over
   */
  public Future<?> watch(LiveTransaction transaction, Duration timeout, Runnable rollback) {
    return clock.schedule(
        () -> workers.execute(() -> expire(transaction, rollback)),
        timeout.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  private void expire(LiveTransaction transaction, Runnable rollback) {
    boolean working = transaction.expire();
    // Before the rollback, since that may be what does not answer.
    abortLater(transaction, 1);
    if (working) {
      rollback.run();
    }
  }

  private void abortLater(LiveTransaction transaction, int drains) {
    if (!clock.isShutdown()) {
      Future<?> unused =
          clock.schedule(
              () ->
                  workers.execute(
                      () -> {
                        if (transaction.abortStuckPhases(drains > DRAINS_FOR_ONE_PHASE)) {
                          abortLater(transaction, drains + 1);
                        }
                      }),
              drain.toNanos(),
              TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Ends a transaction as if its deadline had passed, on a thread of its own.
   *
   * @param transaction which
   * @param rollback rolls it back
   */
  public void expireNow(LiveTransaction transaction, Runnable rollback) {
    workers.execute(() -> expire(transaction, rollback));
  }

  /** Stops watching; waits for what is being ended. */
  @Override
  public void close() {
    clock.shutdownNow();
    workers.shutdown();
    try {
      if (!workers.awaitTermination(4 * drain.toNanos(), TimeUnit.NANOSECONDS)) {
        workers.shutdownNow();
      }
      clock.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
