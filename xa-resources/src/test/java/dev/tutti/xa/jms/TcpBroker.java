package dev.tutti.xa.jms;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;

/** A real broker that listens on 127.0.0.1; it can be stopped and started under its clients. */
final class TcpBroker {

  private final Path directory;
  private final int port;
  private final int bufferNanos;
  private ActiveMQServer server;

  private TcpBroker(Path directory, int port, int bufferNanos) {
    this.directory = directory;
    this.port = port;
    this.bufferNanos = bufferNanos;
  }

  static TcpBroker on(Path directory) throws IOException {
    return on(directory, Duration.ofNanos(EmbeddedArtemisBuilder.DEFAULT_BUFFER_NANOS));
  }

  /**
   * @param buffer how long it may keep records before it forces them
   */
  static TcpBroker on(Path directory, Duration buffer) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new TcpBroker(directory, free.getLocalPort(), (int) buffer.toNanos());
    }
  }

  void start() throws Exception {
    Configuration configuration =
        new EmbeddedSettings(directory, bufferNanos, -1)
            .configuration(0)
            .setAcceptorConfigurations(
                Set.of(
                    new TransportConfiguration(
                        NettyAcceptorFactory.class.getName(),
                        Map.of("host", "127.0.0.1", "port", port, "protocols", "CORE"))));
    server = new ActiveMQServerImpl(configuration);
    server.start();
    server.waitForActivation(30, TimeUnit.SECONDS);
  }

  void stop() throws Exception {
    server.stop();
  }

  /** How many branches it would list. */
  int prepared() {
    return server.getResourceManager().getInDoubtTransactions().size();
  }

  String nodeId() {
    return server.getNodeID().toString();
  }

  String url() {
    return "tcp://127.0.0.1:" + port;
  }
}
