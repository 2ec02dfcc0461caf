package dev.tutti.xa.jms;

import dev.tutti.tm.spi.ResourceUnavailableException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnector;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMRegistry;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;
import org.jspecify.annotations.Nullable;

/** A broker in this process: persistent, reached through memory, without a socket. */
final class EmbeddedBroker implements Broker {

  /**
   * In-vm acceptors are found by number, one registry for the whole JVM; the low ones are taken.
   */
  private static final AtomicInteger IDS = new AtomicInteger(74_000);

  private static final long ACTIVATION_SECONDS = 60;

  private final String resource;
  private final EmbeddedSettings settings;
  private final int id = IDS.incrementAndGet();
  private @Nullable DirectoryLock lock;
  private @Nullable ActiveMQServer server;
  private boolean closed;

  EmbeddedBroker(String resource, EmbeddedSettings settings) {
    this.resource = resource;
    this.settings = settings;
  }

  @Override
  public synchronized void start() {
    if (server != null || closed) {
      return;
    }
    lock = DirectoryLock.take(resource, settings.directory());
    try {
      server = launch();
    } catch (Exception e) {
      lock.close();
      lock = null;
      throw new IllegalStateException(
          resource + ": the broker in " + settings.directory() + " did not start: " + e, e);
    }
  }

  private ActiveMQServer launch() throws Exception {
    ActiveMQServer fresh = new ActiveMQServerImpl(settings.configuration(id));
    try {
      fresh.start();
      if (!fresh.waitForActivation(ACTIVATION_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("not active after " + ACTIVATION_SECONDS + " s");
      }
      return fresh;
    } catch (Exception e) {
      stop(fresh);
      throw e;
    }
  }

  @Override
  public synchronized void ensureRunning() throws ResourceUnavailableException {
    if (closed || lock == null) {
      throw new ResourceUnavailableException(
          resource, "the broker in " + settings.directory() + " is not started", null);
    }
    ActiveMQServer current = server;
    if (current != null && current.isActive()) {
      return;
    }
    try {
      if (current != null) {
        stop(current);
      }
      server = launch();
    } catch (Exception e) {
      throw new ResourceUnavailableException(
          resource,
          "the broker in " + settings.directory() + " stopped and does not start again: " + e,
          e);
    }
  }

  @Override
  public ActiveMQXAConnectionFactory newFactory() {
    return new ActiveMQXAConnectionFactory(
        false,
        new TransportConfiguration(
            InVMConnectorFactory.class.getName(),
            Map.of(TransportConstants.SERVER_ID_PROP_NAME, Integer.toString(id))));
  }

  @Override
  public String where() {
    return "the broker in " + settings.directory();
  }

  /** For tests that take the broker down under its clients. */
  synchronized @Nullable ActiveMQServer server() {
    return server;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (server != null) {
      stop(server);
      server = null;
    }
    if (lock != null) {
      lock.close();
      lock = null;
    }
    if (InVMRegistry.instance.size() == 0) {
      // Its threads would idle for a minute; no other broker of this JVM uses them.
      InVMConnector.resetThreadPool();
    }
  }

  private static void stop(ActiveMQServer server) {
    try {
      server.stop();
    } catch (Exception e) {
      // What it could not stop cannot be stopped by us either; the journal is whole at any moment.
    }
  }
}
