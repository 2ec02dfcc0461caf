package dev.tutti.tm.sync;

import dev.tutti.tm.branch.LiveTransaction;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.outcome.TransactionSystemException;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.outcome.TuttiException;
import dev.tutti.tm.spi.HandleClosedException;
import java.util.Optional;

/** Internal: ends the calling thread's transaction, and says in our words what came of it. */
public final class Endings {

  private final TransactionRunner runner;

  /**
   * Makes one.
   *
   * @param runner the engine
   */
  public Endings(TransactionRunner runner) {
    this.runner = runner;
  }

  /**
   * Commits.
   *
   * @param live the transaction of the calling thread
   * @return committed, or committed and pending
   * @throws TuttiException every other outcome
   */
  public Outcome commit(LiveTransaction live) {
    Throwable thrown = null;
    try {
      runner.commit();
    } catch (Exception | Error e) {
      thrown = e;
    }
    Optional<Outcome> success = Outcomes.success(live);
    if (success.isEmpty()) {
      TuttiException failure = Outcomes.failure(live, thrown);
      if (isUnfinished(failure)) {
        runner.leftUnfinished();
      }
      throw failure;
    }
    if (success.get() == Outcome.COMMITTED_PENDING) {
      runner.leftUnfinished();
    }
    return success.get();
  }

  /**
   * Rolls back because of what the work threw.
   *
   * @param live the transaction of the calling thread
   * @param thrown what the work threw
   * @return what to throw: the work's own exception with ours suppressed under it; ours only where
   *     the work merely passed on that its transaction is over
   */
  public Throwable rolledBack(LiveTransaction live, Throwable thrown) {
    live.failed();
    Optional<Throwable> problem = rollback(live);
    TuttiException ending = Outcomes.failure(live, thrown);
    if (isUnfinished(ending)) {
      runner.leftUnfinished();
    }
    if (thrown instanceof HandleClosedException && ending instanceof TransactionTimeoutException) {
      ending.addSuppressed(thrown);
      return ending;
    }
    if (thrown instanceof RolledBackException own && own.branches().isEmpty()) {
      return new RolledBackException(
          String.valueOf(own.getMessage()), live.id(), live.outcomes(), own.getCause());
    }
    if (!(ending instanceof RolledBackException) || isUnfinished(ending)) {
      thrown.addSuppressed(ending);
    }
    problem.ifPresent(thrown::addSuppressed);
    return thrown;
  }

  /**
   * Rolls back.
   *
   * @param live the transaction of the calling thread
   * @return what went wrong besides, if anything did
   */
  public Optional<Throwable> rollback(LiveTransaction live) {
    try {
      runner.rollback();
      return Optional.empty();
    } catch (Exception | Error e) {
      // A transaction that the timeout has rolled back already says so here.
      return live.isExpired() ? Optional.empty() : Optional.of(e);
    }
  }

  private static boolean isUnfinished(TuttiException failure) {
    return failure instanceof TransactionSystemException
        || failure.branches().stream().anyMatch(b -> b.state().isPending());
  }
}
