package dev.tutti.tm.branch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Internal: the threads that work in one transaction, and the work that was handed out and has not
 * begun, so that nothing is committed under them. Thread-safe.
 */
public final class Crew {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private final Set<Thread> working = Collections.newSetFromMap(new IdentityHashMap<>(2));
  private int waiting;
  private boolean closed;
  private @Nullable Thread ender;

  Crew() {}

  /**
   * Work is handed out that must be done before the commit.
   *
   * @return false if it comes too late
   */
  public boolean handOut() {
    lock.lock();
    try {
      if (!closed) {
        waiting++;
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Handed out work is done, or was never begun. */
  public void takeBack() {
    lock.lock();
    try {
      waiting--;
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The calling thread gets the transaction.
   *
   * @return false if it is being committed without this thread
   */
  public boolean join() {
    lock.lock();
    try {
      working.add(Thread.currentThread());
      return !closed || Thread.currentThread() == ender;
    } finally {
      lock.unlock();
    }
  }

  /** The calling thread gives the transaction up. */
  public void leave() {
    lock.lock();
    try {
      working.remove(Thread.currentThread());
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The calling thread is about to commit. A thread that has just finished gets a moment to leave.
   *
   * @param patience how long
   * @return who still works, for people; empty if nobody, and then nobody can begin any more
   */
  public List<String> close(Duration patience) {
    long nanos = patience.toNanos();
    boolean interrupted = false;
    lock.lock();
    try {
      while (!isAlone() && nanos > 0) {
        try {
          nanos = left.awaitNanos(nanos);
        } catch (InterruptedException e) {
          interrupted = true;
          nanos = 0;
        }
      }
      closed = isAlone();
      ender = Thread.currentThread();
      return others();
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isAlone() {
    return waiting == 0
        && (working.isEmpty() || (working.size() == 1 && working.contains(Thread.currentThread())));
  }

  private List<String> others() {
    List<String> names = new ArrayList<>();
    for (Thread thread : working) {
      if (thread != Thread.currentThread()) {
        names.add("thread '" + thread.getName() + "'");
      }
    }
    if (waiting > 0) {
      names.add(waiting + " asynchronous " + (waiting == 1 ? "task" : "tasks"));
    }
    return names;
  }
}
