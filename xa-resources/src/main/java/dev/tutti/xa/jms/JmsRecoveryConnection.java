package dev.tutti.xa.jms;

import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.util.Optional;
import javax.transaction.xa.XAResource;

/** A session for recovery, on a connection of its own. */
record JmsRecoveryConnection(String resource, XaSession session) implements RecoveryConnection {

  @Override
  public XAResource xaResource() {
    return new RecoveryResource(session.xaResource());
  }

  /** The id of the journal behind this very session. */
  @Override
  public Optional<String> identity() throws ResourceUnavailableException {
    String node = session.nodeId();
    if (node == null) {
      throw new ResourceUnavailableException(resource, "the broker did not tell its node id", null);
    }
    return Optional.of("artemis:" + node);
  }

  @Override
  public void close() {
    session.close();
  }
}
