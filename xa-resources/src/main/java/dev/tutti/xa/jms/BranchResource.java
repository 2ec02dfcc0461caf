package dev.tutti.xa.jms;

import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.XaResourceManager;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * The branch of a session. Artemis keeps a branch that is not prepared when its session is lost,
 * with all the messages that it consumed, until the branch's timeout; so when the session was cut,
 * a rollback goes over a new connection.
 */
record BranchResource(XaSession session, XaResourceManager resource) implements XAResource {

  @Override
  public void rollback(Xid xid) throws XAException {
    try {
      session.xaResource().rollback(xid);
    } catch (XAException e) {
      if (e.errorCode != XAException.XAER_RMFAIL || !rolledBackElsewhere(xid)) {
        throw e;
      }
    }
  }

  /** False also where the broker does not know the branch: absence is not proof. */
  private boolean rolledBackElsewhere(Xid xid) {
    try (RecoveryConnection recovery = resource.openRecovery()) {
      recovery.xaResource().rollback(xid);
      return true;
    } catch (XAException | ResourceUnavailableException e) {
      return false;
    }
  }

  @Override
  public void start(Xid xid, int flags) throws XAException {
    session.xaResource().start(xid, flags);
  }

  @Override
  public void end(Xid xid, int flags) throws XAException {
    session.xaResource().end(xid, flags);
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    return session.xaResource().prepare(xid);
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    session.xaResource().commit(xid, onePhase);
  }

  @Override
  public void forget(Xid xid) throws XAException {
    session.xaResource().forget(xid);
  }

  @Override
  public Xid[] recover(int flag) throws XAException {
    return session.xaResource().recover(flag);
  }

  @Override
  public boolean isSameRM(XAResource other) {
    return other == this; // one branch for each session: joining another's would share its fate
  }

  @Override
  public int getTransactionTimeout() throws XAException {
    return session.xaResource().getTransactionTimeout();
  }

  @Override
  public boolean setTransactionTimeout(int seconds) throws XAException {
    return session.xaResource().setTransactionTimeout(seconds);
  }
}
