package dev.tutti.tm.branch;

import dev.tutti.tm.log.BranchRecord;
import dev.tutti.tm.log.XidKey;
import dev.tutti.tm.outcome.BranchOutcome;
import dev.tutti.tm.outcome.BranchState;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.TransactionEvent;
import java.time.Duration;
import java.util.Optional;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * The guard: what the engine drives instead of the driver. It knows the resource's name, closes the
 * handle before the branch ends, never rolls back what is decided, and never lets an error, an
 * interrupt or a lost connection pass for a vote or an outcome. Driven by one thread at a time.
 */
public abstract class GuardedBranch implements XAResource {

  final LiveTransaction transaction;
  final ResourceManager manager;
  final Gate gate;
  private final long joinedAt = System.nanoTime();
  private volatile BranchState state = BranchState.ACTIVE;
  private volatile String detail = "";
  private volatile long workEnded;
  private volatile long prepareNanos;
  private volatile long endNanos;
  private volatile @Nullable XidKey xid;
  private volatile boolean inPhase;
  private volatile boolean onePhase;
  private volatile boolean cutShort;
  private volatile BranchRecord.Progress progress = BranchRecord.Progress.TO_COMMIT;

  GuardedBranch(LiveTransaction transaction, ResourceManager manager, Gate gate) {
    this.transaction = transaction;
    this.manager = manager;
    this.gate = gate;
  }

  abstract int doPrepare(Xid id) throws XAException;

  abstract void doCommit(Xid id) throws XAException;

  abstract void doCommitOnePhase(Xid id) throws XAException;

  abstract void doRollback(Xid id) throws XAException;

  void started(Xid id) {
    xid = XidKey.of(id);
  }

  /** Closes the handle: nothing more reaches the source through it. */
  void endWork(boolean patient) {
    if (!gate.close(transaction.drain(), patient && !transaction.isExpired())) {
      cutShort = true;
    }
    if (workEnded == 0) {
      workEnded = System.nanoTime();
    }
  }

  @Override
  public final int prepare(Xid id) throws XAException {
    boolean interrupted = Thread.interrupted();
    long from = System.nanoTime();
    try {
      transaction.completing();
      if (interrupted) {
        throw vote("the thread was interrupted before the vote", null);
      }
      if (transaction.isExpired()) {
        throw vote(transaction.expiry() + " before the vote", null);
      }
      refuseCutShort();
      inPhase = true;
      int answer = doPrepare(id);
      if (transaction.isExpired() && transaction.decision() == Decision.NONE) {
        throw vote(transaction.expiry() + " during the vote", null);
      }
      set(
          answer == XA_RDONLY ? BranchState.READ_ONLY : BranchState.PREPARED,
          answer == XA_RDONLY ? "read-only" : "");
      prepareNanos = System.nanoTime() - from;
      announceVote(true);
      return answer;
    } catch (XAException e) {
      prepareNanos = System.nanoTime() - from;
      announceVote(false);
      throw e;
    } catch (RuntimeException | Error e) {
      prepareNanos = System.nanoTime() - from;
      XAException no = vote("it failed during the vote", e);
      announceVote(false);
      throw no;
    } finally {
      inPhase = false;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A call that was cut short may have lost a part of the work: such work is not committed. */
  private void refuseCutShort() throws XAException {
    if (cutShort) {
      throw vote("another thread was still in a call when the transaction was to end", null);
    }
  }

  /**
   * For a driver that does not answer after the deadline: its connection is aborted. Cutting the
   * only phase of a branch would make its outcome unknown, so it is given more time.
   */
  final void abortStuckPhase(boolean late) {
    if (inPhase && (late || !onePhase)) {
      gate.abort();
    }
  }

  final void inPhase(boolean now) {
    inPhase = now;
  }

  final void disarm() {
    gate.disarm();
  }

  private void announceVote(boolean yes) {
    transaction.tell(
        new TransactionEvent.Prepared(
            transaction.id(), manager.name(), yes, Duration.ofNanos(prepareNanos), detail));
  }

  /** A no: the engine will roll this branch back, since nobody knows whether it is prepared. */
  final XAException vote(String why, @Nullable Throwable cause) {
    String reason = cause == null ? why : why + ": " + Answers.describe(cause);
    detail = reason;
    transaction.refusedBy(manager.name(), reason, cause);
    return Answers.xa(XAException.XAER_RMFAIL, manager.name() + ": " + reason, cause);
  }

  @Override
  public final void commit(Xid id, boolean only) throws XAException {
    boolean interrupted = Thread.interrupted();
    long from = System.nanoTime();
    try {
      transaction.completing();
      onePhase = only;
      inPhase = true;
      if (only) {
        commitOnly(id);
      } else {
        requireDecided();
        doCommit(id);
      }
    } finally {
      inPhase = false;
      onePhase = false;
      endNanos = System.nanoTime() - from;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The last line of defence: without a durable decision nothing is committed. */
  private void requireDecided() throws XAException {
    if (transaction.decision() != Decision.COMMIT) {
      throw Answers.xa(
          XAException.XAER_RMFAIL, manager.name() + ": not committed: no decision stands", null);
    }
  }

  private void commitOnly(Xid id) throws XAException {
    try {
      if (transaction.isExpired()) {
        throw vote(transaction.expiry() + " before the commit", null);
      }
      refuseCutShort();
    } catch (XAException no) {
      try {
        rollback(id);
      } catch (XAException e) {
        // Its state says that the rollback is pending; the outcome is a rollback all the same.
        no.addSuppressed(e);
      }
      throw Answers.xa(XAException.XA_RBROLLBACK, manager.name() + ": " + detail, no);
    }
    doCommitOnePhase(id);
  }

  @Override
  public final void rollback(Xid id) throws XAException {
    boolean interrupted = Thread.interrupted();
    long from = System.nanoTime();
    try {
      inPhase = true;
      Decision decision = transaction.decideRollback();
      // A branch that never voted is in nobody's log: it can only be rolled back.
      if (decision != Decision.ROLLBACK && state != BranchState.ACTIVE) {
        if (decision == Decision.COMMIT) {
          set(BranchState.COMMIT_PENDING, "decided; recovery commits it");
        } else {
          set(BranchState.UNKNOWN, "left prepared until the decision can be read");
        }
        throw Answers.xa(
            XAException.XAER_RMFAIL, manager.name() + ": not rolled back: " + detail, null);
      }
      doRollback(id);
    } finally {
      inPhase = false;
      endNanos = System.nanoTime() - from;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public final boolean isSameRM(XAResource other) {
    return other == this;
  }

  /** Heuristic outcomes are kept until an operator has settled them. */
  @Override
  public final void forget(Xid id) throws XAException {
    throw Answers.xa(XAException.XAER_PROTO, "settled by the recovery admin only", null);
  }

  /** Recovery does not go through live branches. */
  @Override
  public final Xid[] recover(int flag) {
    return new Xid[0];
  }

  @Override
  public int getTransactionTimeout() {
    return 0;
  }

  @Override
  public boolean setTransactionTimeout(int seconds) {
    return false;
  }

  final void set(BranchState next, String why) {
    state = next;
    detail = why;
  }

  final void denied() {
    progress = BranchRecord.Progress.DENIED;
  }

  final String currentDetail() {
    return detail;
  }

  final BranchState state() {
    return state;
  }

  /** What the log keeps of it; empty where it has no part in the second phase. */
  Optional<BranchRecord> record() {
    XidKey key = xid;
    if (key == null) {
      return Optional.empty();
    }
    BranchRecord record = new BranchRecord(manager.name(), key, progress);
    return switch (state) {
      case PREPARED, COMMIT_PENDING, UNKNOWN -> Optional.of(record);
      case COMMITTED -> Optional.of(record.with(BranchRecord.Progress.DONE));
      case HEURISTIC_ROLLBACK -> Optional.of(record.with(BranchRecord.Progress.HEURISTIC_ROLLBACK));
      case HEURISTIC_MIXED -> Optional.of(record.with(BranchRecord.Progress.HEURISTIC_MIXED));
      case HEURISTIC_HAZARD -> Optional.of(record.with(BranchRecord.Progress.HEURISTIC_HAZARD));
      default -> Optional.empty();
    };
  }

  /** Whether the server has nothing of this branch any more. */
  boolean finished() {
    return switch (state) {
      case COMMITTED, READ_ONLY, ROLLED_BACK -> true;
      default -> false;
    };
  }

  final BranchOutcome outcome() {
    long work = (workEnded == 0 ? System.nanoTime() : workEnded) - joinedAt;
    return new BranchOutcome(
        manager.name(),
        manager.guarantee(),
        state,
        Duration.ofNanos(work),
        Duration.ofNanos(prepareNanos),
        Duration.ofNanos(endNanos),
        detail);
  }

  @Override
  public final String toString() {
    return manager.name() + " in " + transaction.id();
  }
}
