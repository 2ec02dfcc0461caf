package dev.tutti.tm.branch;

import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.HandleGate;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Lets calls through until it is closed, and then waits for those that are still inside. */
final class Gate implements HandleGate {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private final String resource;
  private final String transactionId;
  private final Supplier<String> whyClosed;
  // Held while a driver's connection is cancelled or aborted, so that nobody else has it then.
  private final ReentrantLock aborting = new ReentrantLock();
  private int inside;
  private boolean closed;
  private boolean revoked;
  private Runnable cancel = () -> {};
  private Runnable abort = () -> {};

  Gate(String resource, String transactionId, Supplier<String> whyClosed) {
    this.resource = resource;
    this.transactionId = transactionId;
    this.whyClosed = whyClosed;
  }

  @Override
  public <T, X extends Exception> T call(GatedCall<T, X> call) throws X {
    enter();
    T answer;
    try {
      answer = call.call();
    } finally {
      leave();
    }
    if (isRevoked()) {
      throw refusal();
    }
    return answer;
  }

  private void enter() {
    lock.lock();
    try {
      if (closed) {
        throw refusal();
      }
      inside++;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      inside--;
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private HandleClosedException refusal() {
    return new HandleClosedException(resource, transactionId, whyClosed.get());
  }

  @Override
  public boolean isOpen() {
    lock.lock();
    try {
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void whenStuck(Runnable newCancel, Runnable newAbort) {
    lock.lock();
    try {
      cancel = newCancel;
      abort = newAbort;
    } finally {
      lock.unlock();
    }
  }

  private boolean isRevoked() {
    lock.lock();
    try {
      return revoked;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes the gate and waits until nobody is inside: first by itself if {@code patient}, then by
   * cancelling, then by aborting the connection, each for at most the bound.
   *
   * @return false if a call had to be cut short, so that the work is not whole
   */
  boolean close(Duration bound, boolean patient) {
    lock.lock();
    try {
      closed = true;
      revoked |= !patient;
    } finally {
      lock.unlock();
    }
    if (empty(patient ? bound : Duration.ZERO)) {
      return true;
    }
    lock.lock();
    try {
      revoked = true;
    } finally {
      lock.unlock();
    }
    cutShort(false);
    if (!empty(bound)) {
      cutShort(true);
      empty(bound);
    }
    return false;
  }

  /** Aborts the connection, whether or not somebody is inside. */
  void abort() {
    cutShort(true);
  }

  private void cutShort(boolean hard) {
    aborting.lock();
    try {
      Runnable action;
      lock.lock();
      try {
        action = hard ? abort : cancel;
      } finally {
        lock.unlock();
      }
      quietly(action);
    } finally {
      aborting.unlock();
    }
  }

  /** From now on the connection belongs to somebody else: nothing is cancelled or aborted. */
  void disarm() {
    aborting.lock();
    try {
      whenStuck(() -> {}, () -> {});
    } finally {
      aborting.unlock();
    }
  }

  /** Whether nobody is inside. */
  boolean isEmpty() {
    return empty(Duration.ZERO);
  }

  private boolean empty(Duration bound) {
    long nanos = bound.toNanos();
    boolean interrupted = false;
    lock.lock();
    try {
      while (inside > 0 && nanos > 0) {
        try {
          nanos = left.awaitNanos(nanos);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return inside == 0;
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void quietly(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      // Getting a call out of a driver is best effort: the next, stronger step follows.
    }
  }
}
