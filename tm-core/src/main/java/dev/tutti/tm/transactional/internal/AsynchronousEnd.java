package dev.tutti.tm.transactional.internal;

import dev.tutti.tm.branch.EngineTransaction;
import dev.tutti.tm.sync.Outcomes;
import dev.tutti.tm.transactional.TransactionalMethod;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Ends a method's transaction when the stage that it returned completes. Used once. */
final class AsynchronousEnd {

  /** How a transaction ends on the thread that has it. */
  interface Ending {
    void returned(TransactionalMethod method, EngineTransaction transaction) throws Throwable;

    Throwable failed(TransactionalMethod method, EngineTransaction transaction, Throwable thrown);
  }

  private final Boundary boundary;
  private final TransactionalMethod method;
  private final EngineTransaction transaction;
  private final Ending ending;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private final CompletableFuture<@Nullable Object> result = new CompletableFuture<>();

  AsynchronousEnd(
      Boundary boundary, TransactionalMethod method, EngineTransaction transaction, Ending ending) {
    this.boundary = boundary;
    this.method = method;
    this.transaction = transaction;
    this.ending = ending;
  }

  /** What the caller gets: complete when the transaction is over. The thread gives it up. */
  CompletionStage<@Nullable Object> after(CompletionStage<?> stage) throws Exception {
    boundary.suspend();
    transaction.live().whenOver(this::overWithoutUs);
    CompletionStage<?> unused = stage.whenComplete(this::completed);
    return result;
  }

  private void completed(@Nullable Object value, @Nullable Throwable thrown) {
    if (!claimed.compareAndSet(false, true)) {
      return;
    }
    Throwable failure = null;
    try {
      ThreadSwap swap = ThreadSwap.to(boundary, transaction);
      try {
        if (thrown == null) {
          ending.returned(method, transaction);
        } else {
          failure = ending.failed(method, transaction, unwrapped(thrown));
        }
      } finally {
        swap.back();
      }
    } catch (Throwable e) {
      failure = first(thrown, e);
    }
    // Last, so that nobody who waits for it finds the transaction on the thread.
    if (failure == null) {
      result.complete(value);
    } else {
      result.completeExceptionally(failure);
    }
  }

  /** The stage's own failure is never lost. */
  private static Throwable first(@Nullable Throwable thrown, Throwable besides) {
    if (thrown == null) {
      return besides;
    }
    Throwable own = unwrapped(thrown);
    own.addSuppressed(besides);
    return own;
  }

  /** The timeout, or the end of the system, ended it: the stage may never complete. */
  private void overWithoutUs() {
    if (claimed.compareAndSet(false, true)) {
      Throwable failure = Surfaced.as(method, Outcomes.failure(transaction.live(), null));
      Future<?> unused = CompletableFuture.runAsync(() -> result.completeExceptionally(failure));
    }
  }

  static Throwable unwrapped(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }
}
