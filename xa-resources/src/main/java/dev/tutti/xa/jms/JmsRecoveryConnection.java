package dev.tutti.xa.jms;

import dev.tutti.tm.spi.RecoveryConnection;
import javax.transaction.xa.XAResource;

/** A session for recovery, on a connection of its own. */
record JmsRecoveryConnection(XaSession session) implements RecoveryConnection {

  @Override
  public XAResource xaResource() {
    return session.xaResource();
  }

  @Override
  public void close() {
    session.close();
  }
}
