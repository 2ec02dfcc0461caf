package dev.tutti.tm.narayana;

import com.arjuna.ats.arjuna.AtomicAction;
import com.arjuna.ats.arjuna.coordinator.ActionStatus;
import com.arjuna.ats.arjuna.coordinator.BasicAction;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionImple;
import dev.tutti.tm.branch.EngineTransaction;
import dev.tutti.tm.branch.LiveTransaction;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as JTA sees it: the engine's, with the guard's word on the outcome. Equal only to
 * itself; there is one object for each transaction.
 */
final class JtaTransaction implements EngineTransaction {

  /** Ends the engine's transaction in one of its two ways. */
  interface Ending {
    void run()
        throws RollbackException,
            HeuristicMixedException,
            HeuristicRollbackException,
            SystemException;
  }

  private final TransactionImple engine;
  private final AtomicAction action;
  private final ThreadLocal<@Nullable JtaTransaction> onThread;
  private final AtomicBoolean ended = new AtomicBoolean();
  private @Nullable LiveTransaction live;
  private volatile @Nullable Future<?> watch;

  JtaTransaction(
      TransactionImple engine,
      AtomicAction action,
      ThreadLocal<@Nullable JtaTransaction> onThread) {
    this.engine = engine;
    this.action = action;
    this.onThread = onThread;
  }

  void live(LiveTransaction transaction) {
    live = transaction;
  }

  @Override
  public LiveTransaction live() {
    LiveTransaction known = live;
    if (known == null) {
      throw new IllegalStateException("the transaction has not begun");
    }
    return known;
  }

  TransactionImple engine() {
    return engine;
  }

  void watch(Future<?> timeout) {
    watch = timeout;
  }

  void unwatch() {
    Future<?> known = watch;
    if (known != null) {
      known.cancel(false);
    }
  }

  /** Rolls back from a thread that is not the transaction's, after whatever is being done to it. */
  void cancel() {
    action.cancel();
  }

  /**
   * The calling thread has just got it. The engine counts its threads only to warn, with the stack
   * of each, when another one rolls back; our crew knows them, and says so in a line.
   */
  void countNoThread() {
    action.removeChildThread();
  }

  /** Enlists a guard; the only way in. */
  void enlistGuard(XAResource guard) throws RollbackException, SystemException {
    if (!engine.enlistResource(guard)) {
      throw new RollbackException("the branch was refused; the transaction is rolled back");
    }
  }

  @Override
  public void commit()
      throws RollbackException,
          HeuristicMixedException,
          HeuristicRollbackException,
          SystemException {
    complete(engine::commit);
  }

  @SuppressWarnings("ReferenceEquality") // this very transaction, not one like it
  boolean isOnThread() {
    return BasicAction.Current() == action;
  }

  /** The engine leaves a thread that ended its transaction through this object with the corpse. */
  private void leaveThread() {
    if (isOnThread()) {
      AtomicAction.suspend();
    }
    if (onThread.get() == this) {
      onThread.remove();
    }
  }

  /**
   * JTA 2.0, section 3.2, with the outcome that the guards know in place of the engine's: a decided
   * commit returns normally, finished or not; a doubt is a SystemException, never a rollback.
   */
  void complete(Ending ending)
      throws RollbackException,
          HeuristicMixedException,
          HeuristicRollbackException,
          SystemException {
    Throwable thrown = end(ending, true);
    switch (live().ending()) {
      case COMMITTED, COMMITTED_PENDING -> {}
      case HEURISTIC -> {
        HeuristicMixedException mixed =
            new HeuristicMixedException(live().id() + ": a source decided by itself");
        mixed.initCause(thrown);
        throw mixed;
      }
      case UNKNOWN -> {
        SystemException unknown =
            new SystemException("the outcome of " + live().id() + " is not known yet");
        unknown.initCause(thrown);
        throw unknown;
      }
      case ROLLED_BACK, TIMED_OUT -> {
        if (thrown instanceof RollbackException known) {
          throw known;
        }
        RollbackException rolledBack = new RollbackException(live().id() + " was rolled back");
        rolledBack.initCause(thrown);
        throw rolledBack;
      }
    }
  }

  /**
   * Ends it once. A second thread that tries meanwhile is refused before it has changed anything:
   * the engine would not notice it.
   */
  private @Nullable Throwable end(Ending ending, boolean commit) {
    if (!ended.compareAndSet(false, true)) {
      if (live().isFinished()) {
        // Another thread has ended it: this one must be able to begin the next.
        leaveThread();
      }
      throw new IllegalStateException(
          "transaction " + live().id() + " is being ended, or has been: it is ended once");
    }
    Throwable thrown = null;
    try {
      if (commit) {
        live().requireAlone();
      }
      if (isRolledBack()) {
        // By its timeout: the engine would only warn of it, and forget it.
        TransactionImple.removeTransaction(engine);
      } else {
        ending.run();
      }
    } catch (Exception | Error e) {
      thrown = e;
      if (!isRolledBack()) {
        action.cancel(); // Waits for a timeout that is rolling back.
      }
    }
    leaveThread();
    live().finish(thrown == null && action.status() == ActionStatus.COMMITTED);
    return thrown;
  }

  private boolean isRolledBack() {
    return action.status() == ActionStatus.ABORTED;
  }

  @Override
  public void rollback() throws SystemException {
    rollback(engine::rollback);
  }

  void rollback(Ending ending) throws SystemException {
    Throwable thrown = end(ending, false);
    if (thrown instanceof SystemException known) {
      throw known;
    }
    if (thrown != null && !live().isExpired()) {
      SystemException failed = new SystemException(live().id() + ": " + thrown);
      failed.initCause(thrown);
      throw failed;
    }
  }

  @Override
  public boolean enlistResource(XAResource resource) {
    throw new IllegalStateException(
        "an XAResource without a name cannot be recovered: register a ResourceManager with the"
            + " transaction system and use its handle");
  }

  @Override
  public boolean delistResource(XAResource resource, int flag) {
    return false;
  }

  @Override
  public int getStatus() throws SystemException {
    return engine.getStatus();
  }

  @Override
  public void registerSynchronization(Synchronization synchronization)
      throws RollbackException, SystemException {
    engine.registerSynchronization(synchronization);
  }

  @Override
  public void setRollbackOnly() throws SystemException {
    engine.setRollbackOnly();
  }

  /** Dooms it, if it can still be doomed. */
  void doom() {
    try {
      int status = engine.getStatus();
      if (status == Status.STATUS_ACTIVE || status == Status.STATUS_MARKED_ROLLBACK) {
        engine.setRollbackOnly();
      }
    } catch (SystemException | IllegalStateException e) {
      // It has ended meanwhile, which is what was asked for.
    }
  }

  @Override
  public String toString() {
    return live == null ? "transaction" : live.id();
  }
}
