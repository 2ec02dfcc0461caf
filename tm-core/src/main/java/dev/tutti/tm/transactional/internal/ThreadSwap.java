package dev.tutti.tm.transactional.internal;

import dev.tutti.tm.branch.EngineTransaction;
import jakarta.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/** Gives the calling thread a transaction for a while, and then what it had before. */
final class ThreadSwap {

  private final Boundary boundary;
  private final @Nullable EngineTransaction before;
  private final Transaction now;

  private ThreadSwap(Boundary boundary, @Nullable EngineTransaction before, Transaction now) {
    this.boundary = boundary;
    this.before = before;
    this.now = now;
  }

  static ThreadSwap to(Boundary boundary, Transaction transaction) {
    try {
      EngineTransaction before = boundary.current();
      ThreadSwap swap = new ThreadSwap(boundary, before, transaction);
      if (before != transaction) {
        if (before != null) {
          boundary.suspend();
        }
        swap.resume();
      }
      return swap;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(
          transaction + " cannot be continued on this thread: " + e.getMessage(), e);
    }
  }

  /** A thread that cannot have it keeps its own. */
  private void resume() throws Exception {
    try {
      boundary.resume(now);
    } catch (Exception | Error e) {
      try {
        back();
      } catch (RuntimeException | Error besides) {
        e.addSuppressed(besides);
      }
      throw e;
    }
  }

  void back() {
    if (before == now) {
      return;
    }
    try {
      if (boundary.current() != null) {
        boundary.suspend();
      }
      if (before != null) {
        boundary.resume(before);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the thread's own transaction cannot be continued", e);
    }
  }
}
