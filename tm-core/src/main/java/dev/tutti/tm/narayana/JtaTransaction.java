package dev.tutti.tm.narayana;

import com.arjuna.ats.arjuna.AtomicAction;
import com.arjuna.ats.arjuna.coordinator.BasicAction;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionImple;
import dev.tutti.tm.branch.Decision;
import dev.tutti.tm.branch.LiveTransaction;
import dev.tutti.tm.spi.TransactionEvent.Ending;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as JTA sees it: the engine's, with the guard's word on the outcome. Equal only to
 * itself; there is one object for each transaction.
 */
final class JtaTransaction implements Transaction {

  /** Ends the engine's transaction in one of its two ways. */
  interface Commit {
    void run()
        throws RollbackException,
            HeuristicMixedException,
            HeuristicRollbackException,
            SystemException;
  }

  private final TransactionImple engine;
  private final AtomicAction action;
  private @Nullable LiveTransaction live;

  JtaTransaction(TransactionImple engine, AtomicAction action) {
    this.engine = engine;
    this.action = action;
  }

  void live(LiveTransaction transaction) {
    live = transaction;
  }

  LiveTransaction live() {
    LiveTransaction known = live;
    if (known == null) {
      throw new IllegalStateException("the transaction has not begun");
    }
    return known;
  }

  TransactionImple engine() {
    return engine;
  }

  /** Rolls back from a thread that is not the transaction's. */
  void cancel() {
    action.cancel();
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
    try {
      complete(engine::commit);
    } finally {
      leaveThread();
    }
  }

  /** The engine leaves a thread that ended its transaction through this object with the corpse. */
  @SuppressWarnings("ReferenceEquality") // this very transaction, not one like it
  private void leaveThread() {
    if (BasicAction.Current() == action) {
      AtomicAction.suspend();
    }
  }

  /**
   * JTA 2.0, section 3.2: what the engine throws is corrected by what the guards know. A decided
   * commit returns normally, finished or not; a doubt is a SystemException, never a rollback.
   */
  void complete(Commit commit)
      throws RollbackException,
          HeuristicMixedException,
          HeuristicRollbackException,
          SystemException {
    try {
      commit.run();
      live().finish(true);
    } catch (RollbackException | HeuristicMixedException | HeuristicRollbackException e) {
      live().finish(false);
      if (live().decision() == Decision.COMMIT && live().ending() != Ending.HEURISTIC) {
        return;
      }
      if (live().decision() == Decision.UNKNOWN) {
        SystemException unknown =
            new SystemException(
                "the outcome of " + live().id() + " is not known yet; recovery finds out");
        unknown.initCause(e);
        throw unknown;
      }
      throw e;
    }
  }

  @Override
  public void rollback() throws SystemException {
    try {
      engine.rollback();
    } finally {
      live().finish(false);
      leaveThread();
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
