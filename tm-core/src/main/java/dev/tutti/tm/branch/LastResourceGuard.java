package dev.tutti.tm.branch;

import dev.tutti.tm.log.BranchRecord;
import dev.tutti.tm.outcome.BranchState;
import dev.tutti.tm.spi.LastResourceBranch;
import dev.tutti.tm.spi.LastResourceManager;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.util.Optional;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;
import org.jboss.tm.LastResource;

/**
 * A branch without two phases. The engine asks it last (it is a {@link LastResource}); its vote is
 * its commit, and its row is the decision.
 */
final class LastResourceGuard extends GuardedBranch implements LastResource {

  private static final int SETTLE_ATTEMPTS = 3;

  private final LastResourceManager lastManager;
  private final LastResourceBranch branch;

  LastResourceGuard(
      LiveTransaction transaction,
      LastResourceManager manager,
      Gate gate,
      LastResourceBranch branch) {
    super(transaction, manager, gate);
    this.lastManager = manager;
    this.branch = branch;
  }

  @Override
  public void start(Xid id, int flags) {
    started(id);
  }

  @Override
  public void end(Xid id, int flags) {
    if (flags != TMSUSPEND) {
      endWork(flags == TMSUCCESS);
    }
  }

  @Override
  int doPrepare(Xid id) throws XAException {
    commitLocally();
    return XA_OK;
  }

  @Override
  void doCommitOnePhase(Xid id) throws XAException {
    try {
      commitLocally();
    } catch (XAException e) {
      if (state() == BranchState.ROLLED_BACK) {
        // RMFAIL, as in a vote, would be a hazard here, and the engine counts that as committed.
        throw Answers.xa(
            XAException.XA_RBROLLBACK, manager.name() + ": " + currentDetail(), e.getCause());
      }
      throw e;
    }
    set(BranchState.COMMITTED, "");
  }

  private void commitLocally() throws XAException {
    try {
      branch.commit();
      transaction.decided(Decision.COMMIT);
    } catch (Exception | Error e) {
      // Also an Error: it may have come after the source had committed.
      settle(e);
    }
  }

  /** The commit was refused or not answered: the row knows, and asking it makes it final. */
  private void settle(Throwable cause) throws XAException {
    rollbackQuietly();
    LastResourceManager.Decision decision = LastResourceManager.Decision.UNDECIDED;
    for (int i = 0;
        i < SETTLE_ATTEMPTS && decision == LastResourceManager.Decision.UNDECIDED;
        i++) {
      try {
        decision = lastManager.settle(transaction.id());
      } catch (ResourceUnavailableException | RuntimeException | Error e) {
        cause.addSuppressed(e);
      }
    }
    switch (decision) {
      case COMMITTED -> transaction.decided(Decision.COMMIT);
      case ABORTED -> {
        transaction.decided(Decision.ROLLBACK);
        set(BranchState.ROLLED_BACK, Answers.describe(cause));
        throw vote("its commit was refused", cause);
      }
      case UNDECIDED -> {
        transaction.decided(Decision.UNKNOWN);
        set(BranchState.UNKNOWN, "its commit was not answered: " + Answers.describe(cause));
        throw vote("its commit was not answered", cause);
      }
    }
  }

  @Override
  void doCommit(Xid id) {
    set(BranchState.COMMITTED, "");
  }

  @Override
  void doRollback(Xid id) {
    if (rollbackQuietly()) {
      set(BranchState.ROLLED_BACK, currentDetail());
    } else {
      set(BranchState.ROLLBACK_PENDING, "its connection is discarded, so it rolls back by itself");
    }
  }

  /** False if the source did not answer: its connection must not be used for anything more. */
  private boolean rollbackQuietly() {
    try {
      branch.rollback();
      return true;
    } catch (Exception | Error e) {
      return false;
    }
  }

  /** Never in the log: its row says more. */
  @Override
  Optional<BranchRecord> record() {
    return Optional.empty();
  }
}
