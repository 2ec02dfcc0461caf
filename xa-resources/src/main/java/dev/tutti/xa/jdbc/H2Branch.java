package dev.tutti.xa.jdbc;

import java.sql.SQLException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * A branch on its own H2 connection. H2 ties a prepared branch to that connection, so from prepare
 * to the end it is kept here; and it names no XA error codes, so they are given here.
 */
final class H2Branch implements XaDialect.Branch, XAResource {

  private final XAResource driver;
  private final H2HeldBranches held;
  private volatile boolean prepared;
  private volatile boolean broken;
  private volatile boolean aborted;
  private JdbcPool.@Nullable Lease kept;

  /** Between a vote and an abort; never held during a call of the driver, unlike this. */
  private final Object vote = new Object();

  H2Branch(XAResource driver, H2HeldBranches held) {
    this.driver = driver;
    this.held = held;
  }

  @Override
  public XAResource xaResource() {
    return this;
  }

  /** H2 loses a prepared branch with its session, so that a branch which voted is left alone. */
  @Override
  public boolean mayAbort() {
    synchronized (vote) {
      if (prepared) {
        return false;
      }
      aborted = true;
      broken = true;
      return true;
    }
  }

  @Override
  public synchronized void released(boolean finished, JdbcPool.Lease lease) {
    if (prepared) {
      kept = lease;
    } else if (finished && !broken) {
      lease.giveBack();
    } else {
      lease.discard();
    }
  }

  @Override
  public synchronized void start(Xid xid, int flags) throws XAException {
    run(() -> driver.start(xid, flags), XAException.XAER_RMERR);
  }

  @Override
  public synchronized void end(Xid xid, int flags) throws XAException {
    run(() -> driver.end(xid, flags), XAException.XAER_RMERR);
  }

  @Override
  public synchronized int prepare(Xid xid) throws XAException {
    run(() -> driver.prepare(xid), XAException.XAER_RMERR);
    synchronized (vote) {
      if (aborted) {
        // Its session is being closed, and the branch with it: whatever the driver said is void.
        throw H2Errors.xa(
            XAException.XA_RBROLLBACK, new SQLException("aborted while it was prepared"));
      }
      prepared = true;
    }
    held.add(xid, this);
    return XA_OK;
  }

  @Override
  public synchronized void commit(Xid xid, boolean onePhase) throws XAException {
    if (onePhase) {
      commitInOnePhase(xid);
    } else {
      run(() -> driver.commit(xid, false), XAException.XAER_RMFAIL);
    }
    ended(xid);
  }

  private void commitInOnePhase(Xid xid) throws XAException {
    try {
      run(() -> driver.commit(xid, true), XAException.XAER_RMERR);
    } catch (XAException e) {
      if (aborted) {
        throw H2Errors.xa(XAException.XAER_RMFAIL, e);
      }
      if (e.errorCode != XAException.XAER_RMERR) {
        throw e;
      }
      rollback(xid);
      throw H2Errors.xa(XAException.XA_RBROLLBACK, e);
    }
  }

  @Override
  public synchronized void rollback(Xid xid) throws XAException {
    try {
      run(() -> driver.rollback(xid), XAException.XAER_RMFAIL);
    } catch (XAException e) {
      if (prepared) {
        throw e;
      }
      // Nothing of an unprepared branch outlives its session.
      broken = true;
    }
    ended(xid);
  }

  @Override
  public void forget(Xid xid) {}

  @Override
  public Xid[] recover(int flag) throws XAException {
    throw new XAException(XAException.XAER_PROTO);
  }

  @Override
  public boolean isSameRM(XAResource other) {
    return other == this;
  }

  @Override
  public int getTransactionTimeout() {
    return 0;
  }

  @Override
  public boolean setTransactionTimeout(int seconds) {
    return false;
  }

  /** The connection is dead; what it prepared is now the database's, to be ended by its name. */
  synchronized void abandon(Xid xid) {
    broken = true;
    ended(xid);
  }

  private void ended(Xid xid) {
    prepared = false;
    held.remove(xid);
    JdbcPool.Lease lease = kept;
    if (lease != null) {
      kept = null;
      lease.discard();
    }
  }

  private void run(Call call, int otherwise) throws XAException {
    try {
      Uninterrupted.call(
          () -> {
            call.run();
            return true;
          });
    } catch (XAException e) {
      if (e.getCause() instanceof SQLException failure && H2Dialect.isLost(failure)) {
        broken = true;
      }
      throw H2Errors.translate(e, otherwise);
    }
  }

  /** A call of the driver. */
  private interface Call {
    void run() throws XAException;
  }
}
