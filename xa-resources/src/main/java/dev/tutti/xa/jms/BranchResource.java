package dev.tutti.xa.jms;

import dev.tutti.tm.spi.ResourceUnavailableException;
import java.util.Arrays;
import java.util.Objects;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * The branch of a session. Until it finds out that a session is lost, Artemis keeps its branch and
 * all the messages that it consumed; one that is prepared it keeps for ever. So when the session
 * was cut, a rollback goes over a new connection.
 */
record BranchResource(XaSession session, JmsResource resource) implements XAResource {

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

  private boolean rolledBackElsewhere(Xid xid) {
    try {
      XaSession other = resource.openSession();
      try {
        return Objects.equals(other.nodeId(), session.nodeId()) && rolledBack(other, xid);
      } finally {
        other.close();
      }
    } catch (XAException | ResourceUnavailableException e) {
      return false;
    }
  }

  /**
   * The broker knows a branch from its start on, so that NOTA from the same broker, with the branch
   * missing from its list, says that it has rolled it back already.
   */
  private static boolean rolledBack(XaSession other, Xid xid) throws XAException {
    try {
      other.xaResource().rollback(xid);
      return true;
    } catch (XAException e) {
      if (e.errorCode != XAException.XAER_NOTA) {
        throw e;
      }
      Xid[] listed = other.xaResource().recover(TMSTARTRSCAN | TMENDRSCAN);
      return Arrays.stream(listed).noneMatch(l -> same(l, xid));
    }
  }

  private static boolean same(Xid a, Xid b) {
    return a.getFormatId() == b.getFormatId()
        && Arrays.equals(a.getGlobalTransactionId(), b.getGlobalTransactionId())
        && Arrays.equals(a.getBranchQualifier(), b.getBranchQualifier());
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
