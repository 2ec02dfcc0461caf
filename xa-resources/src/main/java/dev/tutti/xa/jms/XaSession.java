package dev.tutti.xa.jms;

import dev.tutti.tm.spi.ResourceUnavailableException;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.XAJMSContext;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.apache.activemq.artemis.api.core.ActiveMQRemoteDisconnectException;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryInternal;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnection;
import org.apache.activemq.artemis.jms.client.ActiveMQXAJMSContext;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.remoting.Connector;
import org.jspecify.annotations.Nullable;

/**
 * One XA session on a connection of its own, so that it can be cut off without hurting another.
 * Used by one transaction at a time; only {@link #cut} comes from other threads.
 */
final class XaSession {

  private final ActiveMQXAConnection connection;
  private final XAJMSContext context;
  private final XAResource xaResource;

  /** Kept from the start: its factory, asked for it later, would open another one. */
  private final @Nullable RemotingConnection wire;

  private final AtomicBoolean cut = new AtomicBoolean();

  private XaSession(ActiveMQXAConnection connection) {
    this.connection = connection;
    context = connection.createXAContext();
    xaResource = context.getXAResource();
    wire =
        connection.getSessionFactory() instanceof ClientSessionFactoryInternal internal
            ? internal.getConnection()
            : null;
  }

  static XaSession open(Connections connections) throws ResourceUnavailableException {
    ActiveMQXAConnection connection = connections.openXa();
    try {
      XaSession session = new XaSession(connection);
      connection.start();
      return session;
    } catch (JMSException | RuntimeException e) {
      closeQuietly(connection);
      throw connections.unavailable(e);
    }
  }

  XAJMSContext context() {
    return context;
  }

  Session session() {
    return ((ActiveMQXAJMSContext) context).getSession();
  }

  XAResource xaResource() {
    return xaResource;
  }

  /** The id of the broker's journal. */
  @Nullable String nodeId() {
    return connection.getSessionFactory() instanceof ClientSessionFactoryInternal internal
        ? internal.getPrimaryNodeId()
        : null;
  }

  /**
   * Tells the broker when to roll the branch back by itself, should we vanish before prepare: it
   * keeps the branch of a lost session, and the messages in it, until then. Also the proof that a
   * pooled session is alive.
   *
   * @return false if the session is dead
   */
  boolean prepareForUse(int seconds) {
    try {
      if (isLost()) {
        return false;
      }
      xaResource.setTransactionTimeout(seconds);
      return !isLost();
    } catch (XAException e) {
      return false;
    }
  }

  /** Drops the connection without asking the broker; wakes whoever waits in it. */
  void cut() {
    if (cut.compareAndSet(false, true) && wire != null) {
      // The socket first: what the client would still acknowledge can meet the rollback of the
      // lost session in the broker, and then nobody is given these messages until its restart.
      wire.getTransportConnection().forceClose();
      wire.fail(new ActiveMQRemoteDisconnectException("the transaction had to end"));
    }
  }

  /** Whether it was cut, or its connection is known to be lost; asks nobody. */
  boolean isLost() {
    return cut.get() || wire == null || wire.isDestroyed();
  }

  void close() {
    closeQuietly(connection);
  }

  private static void closeQuietly(ActiveMQXAConnection connection) {
    Object connector =
        connection.getSessionFactory() instanceof ClientSessionFactoryInternal internal
            ? internal.getConnector()
            : null;
    try {
      connection.close();
    } catch (JMSException | RuntimeException e) {
      // It is gone, one way or the other.
    }
    // The client forgets to when the connection was lost: its thread would be left for ever.
    if (connector instanceof Connector opened) {
      opened.close();
    }
  }
}
