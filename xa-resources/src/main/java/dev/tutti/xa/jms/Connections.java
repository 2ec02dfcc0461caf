package dev.tutti.xa.jms;

import dev.tutti.tm.spi.ResourceUnavailableException;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.time.Duration;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnection;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;
import org.jspecify.annotations.Nullable;

/** Opens connections to a broker, all with the same credentials. Thread-safe. */
final class Connections implements AutoCloseable {

  private static final int HEARTBEATS = 3;

  private final String resource;
  private final Broker broker;
  private final @Nullable String user;
  private final @Nullable String password;
  private final ActiveMQXAConnectionFactory factory;

  /**
   * @param callTimeout bound of each call on the broker
   * @param silence after which the connection to a broker counts as lost
   * @param window bytes that the broker sends ahead to a consumer
   */
  Connections(
      String resource,
      Broker broker,
      @Nullable String user,
      @Nullable String password,
      Duration callTimeout,
      Duration silence,
      int window) {
    this.resource = resource;
    this.broker = broker;
    this.user = user;
    this.password = password;
    factory = broker.newFactory();
    tune(factory, callTimeout, silence, window);
  }

  static void tune(
      ActiveMQXAConnectionFactory factory, Duration callTimeout, Duration silence, int window) {
    factory.setCallTimeout(callTimeout.toMillis());
    factory.setCallFailoverTimeout(callTimeout.toMillis());
    // Both ends look for the other's heartbeat: an idle connection that a network has swallowed is
    // found out before a transaction takes it.
    factory.setConnectionTTL(silence.toMillis());
    factory.setClientFailureCheckPeriod(Math.max(1, silence.toMillis() / HEARTBEATS));
    factory.setConsumerWindowSize(window);
    // A pool of threads for each factory, gone when it is closed.
    factory.setUseGlobalPools(false);
    // Outside a transaction a refused send is told to the call; inside, the vote tells.
    factory.setBlockOnDurableSend(true);
    factory.setBlockOnNonDurableSend(true);
    // Artemis acknowledges once more while it gives a lost connection up, and would wait for the
    // answer. A refused acknowledgement marks the branch for rollback on the broker all the same.
    factory.setBlockOnAcknowledge(false);
    // A session that moved to another connection has lost its branch: we open a new one instead.
    // Nor is anything kept to be sent again; with that window the broker would also keep the
    // session of a lost connection, and its branch, for the client's return.
    factory.setReconnectAttempts(0);
    factory.getServerLocator().setFailoverAttempts(0);
    factory.setConfirmationWindowSize(-1);
    factory.setPreAcknowledge(false);
    factory.setInitialConnectAttempts(1);
    // Recovery must ask the broker that prepared.
    factory.setUseTopologyForLoadBalancing(false);
    // No Java deserialization of what came over the network.
    factory.setDeserializationDenyList("*");
  }

  ActiveMQXAConnection openXa() throws ResourceUnavailableException {
    broker.ensureRunning();
    try {
      return (ActiveMQXAConnection) factory.createXAConnection(user, password);
    } catch (JMSException | RuntimeException e) {
      throw unavailable(e);
    }
  }

  Connection open() throws ResourceUnavailableException {
    broker.ensureRunning();
    try {
      return factory.createConnection(user, password);
    } catch (JMSException | RuntimeException e) {
      throw unavailable(e);
    }
  }

  JMSContext openContext(int sessionMode) throws ResourceUnavailableException {
    broker.ensureRunning();
    try {
      return factory.createContext(user, password, sessionMode);
    } catch (RuntimeException e) {
      throw unavailable(e);
    }
  }

  ResourceUnavailableException unavailable(Exception e) {
    String reason = "(" + ArtemisFailures.reason(e) + "); check ";
    return new ResourceUnavailableException(
        resource,
        ArtemisFailures.isConnectionLost(e)
            ? broker
                .whyNot()
                .map(why -> broker.where() + ": " + why)
                .orElse(
                    broker.where() + " does not answer " + reason + "that it runs, and the address")
            : broker.where() + " refuses " + reason + "the queue, the user and the password",
        e);
  }

  @Override
  public void close() {
    factory.close();
  }
}
