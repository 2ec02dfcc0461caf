package dev.tutti.tm.branch;

import dev.tutti.tm.log.XidKey;
import dev.tutti.tm.outcome.BranchState;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.XaResourceManager;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/** A branch with two phases. */
final class XaBranch extends GuardedBranch {

  private final XaResourceManager xaManager;
  private final XAResource driver;
  private boolean voteAsked;
  private @Nullable XAException notStarted;

  XaBranch(LiveTransaction transaction, XaResourceManager manager, Gate gate, XAResource driver) {
    super(transaction, manager, gate);
    this.xaManager = manager;
    this.driver = driver;
  }

  @Override
  public void start(Xid id, int flags) throws XAException {
    try {
      driver.start(id, flags);
      started(id);
    } catch (XAException e) {
      notStarted = e;
      // RMERR and DUPID would make the engine try twenty times: one refusal is an answer.
      throw Answers.xa(XAException.XAER_RMFAIL, manager.name() + ": " + Answers.describe(e), e);
    }
  }

  /** Why it did not start, in place of the engine's word that it was refused. */
  Exception whyNotStarted(Exception refusal) {
    XAException answer = notStarted;
    if (answer == null) {
      return refusal;
    }
    return answer.errorCode == XAException.XAER_RMFAIL || Answers.isConnectionLost(manager, answer)
        ? new ResourceUnavailableException(
            manager.name(), "its branch could not be started: " + Answers.describe(answer), answer)
        : answer;
  }

  @Override
  public void end(Xid id, int flags) throws XAException {
    if (flags == TMSUSPEND) {
      driver.end(id, flags);
      return;
    }
    try {
      endWork(flags == TMSUCCESS);
      inPhase(true);
      driver.end(id, flags);
    } catch (XAException e) {
      transaction.refusedBy(manager.name(), "the work could not be ended", e);
      throw Answers.isRollback(e.errorCode)
          ? e
          : Answers.xa(XAException.XAER_RMFAIL, manager.name() + ": " + Answers.describe(e), e);
    } catch (RuntimeException | Error e) {
      transaction.refusedBy(manager.name(), "the work could not be ended", e);
      throw Answers.xa(XAException.XAER_RMFAIL, manager.name() + ": " + Answers.describe(e), e);
    } finally {
      inPhase(false);
    }
  }

  @Override
  int doPrepare(Xid id) throws XAException {
    voteAsked = true;
    try {
      return driver.prepare(id);
    } catch (XAException e) {
      throw vote("it voted no", e);
    }
  }

  @Override
  void doCommit(Xid id) throws XAException {
    try {
      driver.commit(id, false);
      set(BranchState.COMMITTED, "");
    } catch (XAException e) {
      commitRefused(id, e);
    } catch (RuntimeException | Error e) {
      throw pending("recovery commits it", e);
    }
  }

  /** X/Open XA, xa_commit(): what each answer means for a branch whose commit is decided. */
  private void commitRefused(Xid id, XAException e) throws XAException {
    int code = Answers.isConnectionLost(manager, e) ? XAException.XAER_RMFAIL : e.errorCode;
    switch (code) {
      case XAException.XA_HEURCOM -> {
        forgetQuietly(id);
        set(BranchState.COMMITTED, "it had committed by itself");
      }
      case XAException.XA_HEURRB -> throw heuristic(BranchState.HEURISTIC_ROLLBACK, code, e);
      case XAException.XA_HEURMIX -> throw heuristic(BranchState.HEURISTIC_MIXED, code, e);
      case XAException.XA_HEURHAZ -> throw heuristic(BranchState.HEURISTIC_HAZARD, code, e);
      case XAException.XAER_RMFAIL, XAException.XA_RETRY -> throw pending("recovery commits it", e);
      case XAException.XAER_NOTA -> {
        denied();
        throw pending("it denies the branch; recovery looks again", e);
      }
      default -> {
        if (mayStillBePrepared(id)) {
          throw pending("recovery commits it", e);
        }
        if (code == XAException.XAER_RMERR || Answers.isRollback(code)) {
          throw heuristic(BranchState.HEURISTIC_ROLLBACK, XAException.XA_HEURRB, e);
        }
        throw heuristic(BranchState.HEURISTIC_HAZARD, XAException.XA_HEURHAZ, e);
      }
    }
  }

  private XAException pending(String what, Throwable cause) {
    set(BranchState.COMMIT_PENDING, what + " (" + Answers.describe(cause) + ")");
    return Answers.xa(XAException.XAER_RMFAIL, manager.name() + ": " + currentDetail(), cause);
  }

  private XAException heuristic(BranchState state, int code, Throwable cause) {
    set(state, Answers.describe(cause));
    return Answers.xa(code, manager.name() + ": " + currentDetail(), cause);
  }

  /** A driver that says "error" is believed only if a fresh list of the server agrees. */
  private boolean mayStillBePrepared(Xid id) {
    XidKey key = XidKey.of(id);
    try (RecoveryConnection connection = xaManager.openRecovery()) {
      Xid[] listed = connection.xaResource().recover(TMSTARTRSCAN | TMENDRSCAN);
      if (listed != null) {
        for (Xid candidate : listed) {
          if (candidate != null && key.equals(XidKey.of(candidate))) {
            return true;
          }
        }
      }
      return false;
    } catch (ResourceUnavailableException | XAException | RuntimeException | Error e) {
      return true;
    }
  }

  @Override
  void doCommitOnePhase(Xid id) throws XAException {
    try {
      driver.commit(id, true);
      set(BranchState.COMMITTED, "");
      transaction.decided(Decision.COMMIT);
    } catch (XAException e) {
      onePhaseRefused(id, e);
    } catch (RuntimeException | Error e) {
      throw unknown(e);
    }
  }

  private void onePhaseRefused(Xid id, XAException e) throws XAException {
    if (Answers.isConnectionLost(manager, e)) {
      throw unknown(e);
    }
    switch (e.errorCode) {
      case XAException.XA_HEURCOM -> {
        forgetQuietly(id);
        set(BranchState.COMMITTED, "it had committed by itself");
        transaction.decided(Decision.COMMIT);
      }
      case XAException.XA_HEURMIX -> {
        transaction.decided(Decision.COMMIT);
        throw heuristic(BranchState.HEURISTIC_MIXED, XAException.XA_HEURMIX, e);
      }
      case XAException.XA_HEURRB -> {
        forgetQuietly(id);
        throw onePhaseRolledBack(e);
      }
      case XAException.XAER_RMERR -> throw onePhaseRolledBack(e);
      default -> {
        if (Answers.isRollback(e.errorCode)) {
          throw onePhaseRolledBack(e);
        }
        throw unknown(e);
      }
    }
  }

  private XAException onePhaseRolledBack(XAException e) {
    transaction.refusedBy(manager.name(), "it refused to commit", e);
    transaction.decided(Decision.ROLLBACK);
    set(BranchState.ROLLED_BACK, Answers.describe(e));
    return Answers.xa(XAException.XA_RBROLLBACK, manager.name() + ": " + currentDetail(), e);
  }

  private XAException unknown(Throwable cause) {
    transaction.decided(Decision.UNKNOWN);
    transaction.refusedBy(manager.name(), "its only commit was not answered", cause);
    set(BranchState.UNKNOWN, "its only commit was not answered: " + Answers.describe(cause));
    return Answers.xa(XAException.XAER_RMFAIL, manager.name() + ": " + currentDetail(), cause);
  }

  @Override
  void doRollback(Xid id) throws XAException {
    try {
      driver.rollback(id);
      set(BranchState.ROLLED_BACK, currentDetail());
    } catch (XAException e) {
      rollbackRefused(id, e);
    } catch (RuntimeException | Error e) {
      throw rollbackPending(e);
    }
  }

  /** X/Open XA, xa_rollback(). */
  private void rollbackRefused(Xid id, XAException e) throws XAException {
    int code = Answers.isConnectionLost(manager, e) ? XAException.XAER_RMFAIL : e.errorCode;
    if (Answers.isRollback(code) || (code == XAException.XAER_NOTA && !voteAsked)) {
      set(BranchState.ROLLED_BACK, currentDetail());
      return;
    }
    switch (code) {
      case XAException.XA_HEURRB -> {
        forgetQuietly(id);
        set(BranchState.ROLLED_BACK, "it had rolled back by itself");
      }
      case XAException.XA_HEURCOM -> throw heuristic(BranchState.HEURISTIC_COMMIT, code, e);
      case XAException.XA_HEURMIX -> throw heuristic(BranchState.HEURISTIC_MIXED, code, e);
      case XAException.XA_HEURHAZ -> throw heuristic(BranchState.HEURISTIC_HAZARD, code, e);
      default -> throw rollbackPending(e);
    }
  }

  private XAException rollbackPending(Throwable cause) {
    set(
        BranchState.ROLLBACK_PENDING,
        "recovery looks again and rolls it back (" + Answers.describe(cause) + ")");
    return Answers.xa(XAException.XAER_RMFAIL, manager.name() + ": " + currentDetail(), cause);
  }

  private void forgetQuietly(Xid id) {
    try {
      driver.forget(id);
    } catch (XAException | RuntimeException e) {
      // The server keeps the note; recovery lists it and forgets it then.
    }
  }
}
