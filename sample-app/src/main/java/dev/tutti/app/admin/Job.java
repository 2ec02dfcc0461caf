package dev.tutti.app.admin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something long: started once at a time, looked at meanwhile. Thread-safe.
 *
 * @param <T> what comes of it
 */
final class Job<T> implements AutoCloseable {

  private static final int LINES = 50;
  private static final long PATIENCE_MILLIS = 30_000;

  private final String name;
  private final Deque<String> lines = new ArrayDeque<>();
  private JobView.State state = JobView.State.NEVER;
  private @Nullable T result;
  private Problem.@Nullable Body problem;
  private long startedAt;
  private @Nullable Thread thread;
  private boolean closed;

  Job(String name) {
    this.name = name;
  }

  /** The work. It may fail with what a request may fail with. */
  @FunctionalInterface
  interface Work<T> {
    T run(Consumer<String> progress) throws Exception;
  }

  synchronized JobView<T> start(Work<T> work) {
    if (state == JobView.State.RUNNING || closed) {
      throw new Problem(
          409,
          ErrorCode.BUSY,
          name + " is running already",
          "look at it, or wait until it is done");
    }
    state = JobView.State.RUNNING;
    startedAt = System.currentTimeMillis();
    lines.clear();
    result = null;
    problem = null;
    thread = new Thread(() -> run(work), "tutti-admin-" + name);
    thread.setDaemon(true);
    thread.start();
    return view();
  }

  private void run(Work<T> work) {
    try {
      T made = work.run(this::progress);
      end(JobView.State.DONE, made, null);
    } catch (Exception e) {
      end(JobView.State.FAILED, null, Failures.of(e).body());
    }
  }

  private synchronized void progress(String line) {
    if (closed) {
      throw new CancellationException("the page's server stops");
    }
    if (line.equals(lines.peekLast())) {
      return;
    }
    if (lines.size() >= LINES) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  private synchronized void end(
      JobView.State now, @Nullable T made, Problem.@Nullable Body failed) {
    state = now;
    result = made;
    problem = failed;
  }

  synchronized JobView<T> view() {
    return new JobView<>(
        state,
        startedAt,
        List.copyOf(lines),
        Optional.ofNullable(result),
        Optional.ofNullable(problem));
  }

  /** Waits for it: it stops at its next progress, and what is being carried out is finished. */
  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
    }
    if (running != null) {
      try {
        running.join(PATIENCE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
