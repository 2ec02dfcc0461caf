package dev.tutti.tm.transactional.internal;

import dev.tutti.tm.branch.EngineTransaction;
import dev.tutti.tm.branch.LiveTransaction;
import dev.tutti.tm.outcome.TransactionSystemException;
import dev.tutti.tm.outcome.TuttiException;
import dev.tutti.tm.sync.Endings;
import dev.tutti.tm.transactional.TransactionalInvoker.Body;
import dev.tutti.tm.transactional.TransactionalMethod;
import jakarta.transaction.Status;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A method in a transaction that begins and ends with it. Thread-safe. */
final class OwnTransaction implements AsynchronousEnd.Ending {

  private final Boundary boundary;
  private final Endings endings;

  OwnTransaction(Boundary boundary) {
    this.boundary = boundary;
    this.endings = new Endings(boundary);
  }

  @Nullable Object run(TransactionalMethod method, Body body) throws Throwable {
    if (method.retry().isRepeating()) {
      return Repetition.REPEATER.run(method.retry(), () -> attempt(method, body)).answer();
    }
    return body(method, body, begin(method));
  }

  /** So that Failsafe is loaded only where a method asks for it. */
  private static final class Repetition {
    static final Repeater REPEATER = new Repeater();
  }

  private Attempt attempt(TransactionalMethod method, Body body) {
    LiveTransaction live = null;
    try {
      EngineTransaction transaction = begin(method);
      live = transaction.live();
      return new Attempt(live, body(method, body, transaction), null);
    } catch (Throwable thrown) {
      return new Attempt(live, null, thrown);
    }
  }

  private @Nullable Object body(
      TransactionalMethod method, Body body, EngineTransaction transaction) throws Throwable {
    Object value;
    try {
      value = body.proceed();
    } catch (Throwable thrown) {
      throw failed(method, transaction, thrown);
    }
    if (method.asynchronous() && value instanceof CompletionStage<?> stage) {
      Leftover.check(method, boundary, transaction);
      return new AsynchronousEnd(boundary, method, transaction, this).after(stage);
    }
    returned(method, transaction);
    return value;
  }

  private EngineTransaction begin(TransactionalMethod method) {
    try {
      return boundary.begin(method.name(), method.timeout().orElse(null), method.readOnly());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw Surfaced.wrapped(
          method,
          "no transaction could be begun: " + e.getMessage(),
          new TransactionSystemException(
              "no transaction could be begun: " + e.getMessage(), "", List.of(), e));
    }
  }

  /** Commits, or says why not: a return must never look like a commit that did not happen. */
  @Override
  public void returned(TransactionalMethod method, EngineTransaction transaction) throws Throwable {
    Leftover.check(method, boundary, transaction);
    try {
      commit(transaction);
    } catch (TuttiException failure) {
      throw Surfaced.as(method, failure);
    }
  }

  @Override
  public Throwable failed(
      TransactionalMethod method, EngineTransaction transaction, Throwable thrown) {
    try {
      Leftover.check(method, boundary, transaction);
      if (!method.rollsBackOn(thrown)) {
        commit(transaction);
        return thrown;
      }
    } catch (Throwable besides) {
      thrown.addSuppressed(besides);
      return thrown;
    }
    Throwable first = endings.rolledBack(transaction.live(), thrown);
    return first instanceof TuttiException ours && first != thrown
        ? Surfaced.as(method, ours)
        : thrown;
  }

  private void commit(EngineTransaction transaction) throws Exception {
    LiveTransaction live = transaction.live();
    if (transaction.getStatus() == Status.STATUS_MARKED_ROLLBACK && live.refusal().isEmpty()) {
      live.doom("the method", "it was marked for rollback only (setRollbackOnly)", null);
    }
    endings.commit(live);
  }
}
