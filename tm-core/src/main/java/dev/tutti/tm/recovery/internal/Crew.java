package dev.tutti.tm.recovery.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Asks resources on daemon threads of its own, of each one thing at a time: a resource that hangs
 * keeps one thread, however often it is asked. Thread-safe.
 */
final class Crew implements AutoCloseable {

  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration INTERRUPTED = Duration.ofSeconds(1);

  /** A question; it is told how to say that the resource is free for the next one. */
  @FunctionalInterface
  interface Task {
    void run(Runnable free);
  }

  private final ThreadPoolExecutor threads;
  private final Duration patience;
  // The tasks under way, each with the one that waits for it.
  private final Map<String, Line> lines = new HashMap<>();

  private static final class Line {
    private Task next = IDLE_TASK;
  }

  private static final Task IDLE_TASK = free -> {};

  /**
   * Makes one.
   *
   * @param resources how many there are
   * @param patience with what is under way, when it is closed
   */
  Crew(int resources, Duration patience) {
    this.patience = patience;
    int size = Math.max(1, resources);
    threads =
        new ThreadPoolExecutor(
            size,
            size,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "tutti-recovery-question");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Starts a task, unless one for that resource is under way.
   *
   * @param queued whether it may start when the one under way has ended; it takes the place of one
   *     that waits already
   * @return false if it is not started, now or then
   */
  boolean start(String resource, Task task, boolean queued) {
    Line line = new Line();
    synchronized (lines) {
      Line before = lines.putIfAbsent(resource, line);
      if (before != null) {
        if (queued) {
          before.next = task;
        }
        return queued;
      }
    }
    return execute(resource, line, task);
  }

  private boolean execute(String resource, Line line, Task task) {
    try {
      threads.execute(() -> run(resource, line, task));
      return true;
    } catch (RejectedExecutionException e) {
      free(resource, line);
      return false; // It is closed.
    }
  }

  private void run(String resource, Line line, Task task) {
    try {
      task.run(() -> free(resource, line));
    } finally {
      Task next = IDLE_TASK;
      synchronized (lines) {
        if (lines.get(resource) == line) {
          next = line.next;
          line.next = IDLE_TASK;
          if (next == IDLE_TASK) {
            lines.remove(resource);
          }
        }
      }
      if (next != IDLE_TASK) {
        run(resource, line, next);
      }
    }
  }

  private void free(String resource, Line line) {
    synchronized (lines) {
      lines.remove(resource, line);
    }
  }

  /**
   * Takes no more, and waits for what is under way. An interrupt comes last: it would cut a file
   * from under an embedded database.
   */
  @Override
  public void close() {
    synchronized (lines) {
      lines.values().forEach(line -> line.next = IDLE_TASK);
    }
    threads.shutdown();
    try {
      if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
        if (!threads.awaitTermination(INTERRUPTED.toMillis(), TimeUnit.MILLISECONDS)) {
          return; // A daemon that its driver's own time limits end.
        }
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
