package dev.tutti.app.sync;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs work on some threads; two pieces that share a key never at once, and in the order in which
 * they came. {@link #submit} waits: what is accepted is bounded. For one submitting thread.
 */
final class OrderedWorkers implements AutoCloseable {

  private final ExecutorService threads;
  private final int most;
  private final Set<String> busy = new HashSet<>();
  private int running;

  OrderedWorkers(int count) {
    this.most = count;
    java.util.concurrent.atomic.AtomicInteger number =
        new java.util.concurrent.atomic.AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            count,
            work -> {
              Thread thread = new Thread(work, "tutti-sync-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Waits until a thread is free and no piece with one of the keys is running, then runs it. */
  void submit(Collection<String> keys, Runnable work) throws InterruptedException {
    synchronized (busy) {
      while (running >= most || keys.stream().anyMatch(busy::contains)) {
        busy.wait();
      }
      running++;
      busy.addAll(keys);
    }
    threads.execute(
        () -> {
          try {
            work.run();
          } finally {
            synchronized (busy) {
              running--;
              busy.removeAll(keys);
              busy.notifyAll();
            }
          }
        });
  }

  /** Waits for everything that was accepted. */
  @Override
  public void close() {
    threads.shutdown();
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        boolean ended = threads.awaitTermination(1, TimeUnit.MINUTES);
        if (ended) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
