package dev.tutti.tm.transactional.internal;

import dev.tutti.tm.branch.EngineTransaction;
import dev.tutti.tm.transactional.TransactionalInvoker.Body;
import dev.tutti.tm.transactional.TransactionalMethod;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A method that runs in its caller's transaction, beside it, or without any. Thread-safe. */
final class CallersTransaction {

  private final Boundary boundary;

  CallersTransaction(Boundary boundary) {
    this.boundary = boundary;
  }

  @Nullable Object join(TransactionalMethod method, Body body, EngineTransaction caller)
      throws Throwable {
    Object value;
    try {
      value = body.proceed();
    } catch (Throwable thrown) {
      doom(method, caller, thrown);
      keep(method, caller, thrown);
      throw thrown;
    }
    keep(method, caller, null);
    return method.asynchronous() && value instanceof CompletionStage<?> stage
        ? watched(method, caller, stage)
        : value;
  }

  /** The caller's transaction is on the thread afterwards, whatever the method did to it. */
  private void keep(
      TransactionalMethod method, EngineTransaction caller, @Nullable Throwable thrown)
      throws Exception {
    IllegalStateException problem = Leftover.keep(method, boundary, caller);
    if (problem == null) {
      return;
    }
    caller.live().doom(method.label(), "it left its caller's transaction", problem);
    if (thrown == null) {
      throw problem;
    }
    thrown.addSuppressed(problem);
  }

  /** The caller's commit is refused until the stage has completed. */
  private static CompletionStage<?> watched(
      TransactionalMethod method, EngineTransaction caller, CompletionStage<?> stage) {
    boolean counted = caller.live().crew().handOut();
    return stage.whenComplete(
        (value, thrown) -> {
          try {
            if (thrown != null) {
              doom(method, caller, AsynchronousEnd.unwrapped(thrown));
            }
          } finally {
            if (counted) {
              caller.live().crew().takeBack();
            }
          }
        });
  }

  /** So that the one that ends it says who doomed it, even if it never saw the exception. */
  private static void doom(TransactionalMethod method, EngineTransaction caller, Throwable thrown) {
    if (method.rollsBackOn(thrown)) {
      caller.live().doom(method.label(), "it threw " + thrown.getClass().getSimpleName(), thrown);
    }
  }

  @Nullable Object without(TransactionalMethod method, Body body) throws Throwable {
    Object value;
    try {
      value = body.proceed();
    } catch (Throwable thrown) {
      clear(method, thrown);
      throw thrown;
    }
    clear(method, null);
    return value;
  }

  /** Resumes the caller's transaction in every case. */
  @Nullable Object aside(TransactionalMethod method, EngineTransaction caller, Body body)
      throws Throwable {
    boundary.suspend();
    Object value;
    try {
      value = without(method, body);
    } catch (Throwable thrown) {
      resume(caller, thrown);
      throw thrown;
    }
    try {
      boundary.resume(caller);
    } catch (Exception | Error e) {
      throw Surfaced.wrapped(method, "its caller's transaction could not be resumed", e);
    }
    return value;
  }

  private void resume(EngineTransaction caller, Throwable thrown) {
    try {
      boundary.resume(caller);
    } catch (Exception | Error e) {
      thrown.addSuppressed(e);
    }
  }

  private void clear(TransactionalMethod method, @Nullable Throwable thrown) throws Exception {
    IllegalStateException problem;
    try {
      String left = Leftover.clear(method, boundary, boundary.current());
      if (left.isEmpty()) {
        return;
      }
      problem = new IllegalStateException(left);
    } catch (Exception | Error e) {
      boundary.suspend();
      problem = new IllegalStateException(method.label() + ": " + e.getMessage(), e);
    }
    if (thrown == null) {
      throw problem;
    }
    thrown.addSuppressed(problem);
  }
}
