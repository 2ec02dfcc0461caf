package dev.tutti.tm.transactional.internal;

import dev.tutti.tm.branch.Crew;
import dev.tutti.tm.branch.EngineTransaction;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Internal: runs tasks in one transaction on other threads. Thread-safe. */
public final class ContextualExecutor implements Executor {

  private final Boundary boundary;
  private final UserTransactionRule userTransactions;
  private final String forbiddenBy;
  private final EngineTransaction transaction;
  private final Executor threads;

  private ContextualExecutor(
      Boundary boundary,
      UserTransactionRule userTransactions,
      EngineTransaction transaction,
      Executor threads) {
    this.boundary = boundary;
    this.userTransactions = userTransactions;
    this.forbiddenBy = userTransactions.forbiddenBy();
    this.transaction = transaction;
    this.threads = threads;
  }

  /**
   * For the calling thread's transaction.
   *
   * @param boundary the engine
   * @param userTransactions the rule, which counts on the other threads too
   * @param threads where the tasks run
   * @return the executor
   * @throws IllegalStateException if the thread has no transaction
   */
  public static Executor of(
      Boundary boundary, UserTransactionRule userTransactions, Executor threads) {
    try {
      EngineTransaction current = boundary.current();
      if (current == null) {
        throw new IllegalStateException(
            "this thread has no transaction to continue on other threads: ask for the executor"
                + " inside the transaction");
      }
      return new ContextualExecutor(boundary, userTransactions, current, threads);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the engine does not know this thread's transaction", e);
    }
  }

  @Override
  public void execute(Runnable task) {
    Crew crew = transaction.live().crew();
    if (transaction.live().isFinished() || !crew.handOut()) {
      throw new RejectedExecutionException(
          "transaction " + transaction.live().id() + " is over: no more work can be done in it");
    }
    try {
      threads.execute(() -> run(task, crew));
    } catch (RuntimeException | Error e) {
      crew.takeBack();
      throw e;
    }
  }

  /** The thread is in the crew before the task leaves the list of what waits, never in neither. */
  private void run(Runnable task, Crew crew) {
    String before = userTransactions.forbiddenBy();
    ThreadSwap swap;
    try {
      swap = ThreadSwap.to(boundary, transaction);
    } finally {
      crew.takeBack();
    }
    userTransactions.set(forbiddenBy);
    try {
      task.run();
    } finally {
      userTransactions.set(before);
      swap.back();
    }
  }
}
