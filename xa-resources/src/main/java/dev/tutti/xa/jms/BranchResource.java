package dev.tutti.xa.jms;

import dev.tutti.tm.spi.ResourceUnavailableException;
import java.util.Arrays;
import java.util.Objects;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * The branch of a session. Artemis keeps a branch that is not prepared when its session is lost,
 * with all the messages that it consumed, until the branch's timeout; so when the session was cut,
 * a rollback goes over a new connection.
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
    return elsewhere(
        other -> {
          try {
            other.rollback(xid);
            return true;
          } catch (XAException e) {
            // The broker knows a branch from its start on, so that NOTA from the same broker, with
            // the branch missing from its list, says that it has rolled it back already.
            return e.errorCode == XAException.XAER_NOTA
                && Arrays.stream(other.recover(TMSTARTRSCAN | TMENDRSCAN))
                    .noneMatch(l -> same(l, xid));
          }
        });
  }

  private boolean stillHad(Xid xid) {
    return elsewhere(
        other -> {
          other.rollback(xid);
          return true;
        });
  }

  /** On a new connection to the same broker; false if it cannot be had, or fails. */
  private boolean elsewhere(Question question) {
    try {
      XaSession other = resource.openSession();
      try {
        return Objects.equals(other.nodeId(), session.nodeId()) && question.ask(other.xaResource());
      } finally {
        other.close();
      }
    } catch (XAException | ResourceUnavailableException e) {
      return false;
    }
  }

  private interface Question {
    boolean ask(XAResource other) throws XAException;
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

  /**
   * If the answer to the only phase is lost, the branch is rolled back over another connection: if
   * the broker still has it to roll back, it never saw the commit, and cannot obey it any more. If
   * it has not, it committed, or restarted before: then nobody knows.
   */
  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    try {
      session.xaResource().commit(xid, onePhase);
    } catch (XAException e) {
      if (onePhase && e.errorCode == XAException.XAER_RMFAIL && stillHad(xid)) {
        XAException rolledBack =
            new XAException("the connection was lost before the broker had the commit");
        rolledBack.errorCode = XAException.XA_RBCOMMFAIL;
        throw rolledBack;
      }
      throw e;
    }
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
