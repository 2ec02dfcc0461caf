package dev.tutti.xa.jms;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** The broker's resource for recovery: it lists, and ends what it listed. */
record RecoveryResource(XAResource broker) implements XAResource {

  @Override
  public Xid[] recover(int flag) throws XAException {
    return new ForcedListing(broker).recover(flag);
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    broker.commit(xid, onePhase);
  }

  @Override
  public void rollback(Xid xid) throws XAException {
    broker.rollback(xid);
  }

  @Override
  public void forget(Xid xid) throws XAException {
    broker.forget(xid);
  }

  @Override
  public void start(Xid xid, int flags) throws XAException {
    throw new XAException(XAException.XAER_PROTO);
  }

  @Override
  public void end(Xid xid, int flags) throws XAException {
    throw new XAException(XAException.XAER_PROTO);
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    throw new XAException(XAException.XAER_PROTO);
  }

  @Override
  public boolean isSameRM(XAResource other) {
    return other == this;
  }

  @Override
  public int getTransactionTimeout() throws XAException {
    return broker.getTransactionTimeout();
  }

  @Override
  public boolean setTransactionTimeout(int seconds) throws XAException {
    return broker.setTransactionTimeout(seconds);
  }
}
