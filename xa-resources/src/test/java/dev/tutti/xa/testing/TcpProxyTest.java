package dev.tutti.xa.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.xa.testing.TcpProxy.When;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.Ping;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final AtomicInteger ended = new AtomicInteger();
  private ServerSocket echo;
  private TcpProxy proxy;

  @BeforeEach
  void open() throws IOException {
    echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Pump.start("echo", this::serve);
    proxy = TcpProxy.to(echo.getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    echo.close();
    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches("proxy-" + proxy.port() + "-(up|down|accept)")))
        .isEmpty();
  }

  /** A driver's last words arrive whenever they do; a cut meant for a request must not hit them. */
  @Test
  void aGoodbyeIsNoRequest() throws IOException {
    passesUncounted(new byte[] {1, 0, 0, 0, 1});
  }

  /** Nor the heartbeat of a connection that lies in a pool. */
  @Test
  void aHeartbeatIsNoRequest() throws IOException {
    ActiveMQBuffer ping = new Ping(3000).encode(null);
    byte[] bytes = new byte[ping.readableBytes()];
    ping.readBytes(bytes);
    passesUncounted(bytes);
  }

  private void passesUncounted(byte[] bytes) throws IOException {
    try (Socket leaving = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        Socket working = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      proxy.cutAfter(1, When.BEFORE_FORWARD, false);
      leaving.getOutputStream().write(bytes);
      leaving.shutdownOutput();
      Awaitility.await().until(() -> ended.get() == 1);
      assertThat(proxy.cuts()).isZero();
      assertThat(proxy.roundTrips()).isZero();
      send(working, "a request");
      Awaitility.await().until(() -> proxy.cuts() == 1);
    }
  }

  private void serve() {
    while (!echo.isClosed()) {
      try {
        Socket socket = echo.accept();
        Pump.start("echo-one", () -> answer(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void answer(Socket socket) {
    try (socket;
        BufferedReader in = reader(socket)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        seen.add(line);
        send(socket, "re: " + line);
      }
    } catch (IOException e) {
      // Cut.
    }
    ended.incrementAndGet();
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void send(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static final class Client implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Client(TcpProxy proxy) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
      socket.setSoTimeout(5_000);
      in = reader(socket);
    }

    String ask(String line) throws IOException {
      send(socket, line);
      return in.readLine();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private void assertLost(Client client, String line) {
    assertThatThrownBy(
            () -> {
              if (client.ask(line) == null) {
                throw new IOException("the end");
              }
            })
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void forwardsAndCountsRoundTrips() throws IOException {
    try (Client client = new Client(proxy)) {
      assertThat(client.ask("a")).isEqualTo("re: a");
      assertThat(client.ask("b")).isEqualTo("re: b");
      assertThat(proxy.roundTrips()).isEqualTo(2);
      assertThat(proxy.connections()).isEqualTo(1);
    }
    Awaitility.await().until(() -> ended.get() == 1);
  }

  @Test
  void cutEndsBothSides() throws IOException {
    try (Client client = new Client(proxy)) {
      client.ask("a");
      proxy.cut();
      assertLost(client, "b");
      Awaitility.await().until(() -> ended.get() == 1);
      assertThat(proxy.connections()).isZero();
    }
  }

  @Test
  void cutClientsLeavesTheServersSessionsAlive() throws IOException {
    try (Client client = new Client(proxy);
        Client other = new Client(proxy)) {
      client.ask("a");
      other.ask("a");
      proxy.cutClients();
      assertLost(client, "b");
      assertLost(other, "b");
      assertThat(proxy.connections()).isEqualTo(2);
      assertThat(ended).hasValue(0);
      try (Client next = new Client(proxy)) {
        assertThat(next.ask("c")).isEqualTo("re: c");
      }
      proxy.cut();
      Awaitility.await().until(() -> ended.get() == 3);
    }
  }

  @Test
  void refusesAndAcceptsAgainOnTheSamePort() throws IOException {
    try (Client open = new Client(proxy)) {
      open.ask("first");
      proxy.refuse();
      assertThatThrownBy(() -> new Client(proxy)).isInstanceOf(ConnectException.class);
      assertThat(open.ask("a")).isEqualTo("re: a");
      proxy.accept();
      try (Client again = new Client(proxy)) {
        assertThat(again.ask("b")).isEqualTo("re: b");
      }
    }
  }

  @Test
  void aStalledOneAnswersAfterResume() throws IOException {
    try (Client client = new Client(proxy)) {
      proxy.stall();
      client.socket.setSoTimeout(200);
      assertThatThrownBy(() -> client.ask("a")).isInstanceOf(SocketTimeoutException.class);
      assertThat(seen).isEmpty();
      client.socket.setSoTimeout(5_000);
      proxy.resume();
      assertThat(client.in.readLine()).isEqualTo("re: a");
    }
  }

  @Test
  void whatWasHeldBackIsLostWithTheConnection() throws IOException {
    try (Client client = new Client(proxy)) {
      client.ask("first");
      proxy.stall();
      send(client.socket, "a");
      proxy.cut();
      proxy.resume();
      assertLost(client, "b");
      Awaitility.await().until(() -> ended.get() == 1);
      assertThat(seen).containsExactly("first");
    }
  }

  @Test
  void delaysEachWay() throws IOException {
    try (Client client = new Client(proxy)) {
      proxy.delay(Duration.ofMillis(60));
      long start = System.nanoTime();
      client.ask("a");
      assertThat(System.nanoTime() - start).isGreaterThan(120_000_000);
      proxy.delay(Duration.ZERO);
      assertThat(client.ask("b")).isEqualTo("re: b");
    }
  }

  @Test
  void cutsBeforeTheServerSeesARequest() throws IOException {
    try (Client client = new Client(proxy)) {
      client.ask("a");
      proxy.cutAfter(2, When.BEFORE_FORWARD, false);
      assertThat(client.ask("b")).isEqualTo("re: b");
      assertLost(client, "c");
      Awaitility.await().until(() -> ended.get() == 1);
      assertThat(seen).containsExactly("a", "b");
      assertThat(proxy.cuts()).isEqualTo(1);
    }
  }

  @Test
  void cutsWhenTheServerHasAnsweredAndNobodyHeardIt() throws IOException {
    try (Client client = new Client(proxy)) {
      proxy.cutAfter(2, When.AFTER_FORWARD_BEFORE_REPLY, false);
      client.ask("a");
      assertLost(client, "b");
      Awaitility.await().until(() -> ended.get() == 1);
      assertThat(seen).containsExactly("a", "b");
    }
  }

  @Test
  void cutsAfterTheReply() throws IOException {
    try (Client client = new Client(proxy)) {
      proxy.cutAfter(1, When.AFTER_REPLY, false);
      assertThat(client.ask("a")).isEqualTo("re: a");
      assertLost(client, "b");
      Awaitility.await().until(() -> ended.get() == 1);
      assertThat(seen).containsExactly("a");
    }
  }

  @Test
  void aPlannedCutMayKeepTheServersSide() throws IOException {
    for (When when : When.values()) {
      try (Client client = new Client(proxy)) {
        proxy.cutAfter(1, when, true);
        if (when == When.AFTER_REPLY) {
          assertThat(client.ask("a")).isEqualTo("re: a");
        }
        assertLost(client, "b");
      }
    }
    assertThat(proxy.cuts()).isEqualTo(3);
    assertThat(ended).hasValue(0);
    assertThat(proxy.connections()).isEqualTo(3);
  }

  @Test
  void doesSomethingBeforeTheClientNotices() throws IOException {
    try (Client client = new Client(proxy)) {
      proxy.cutAfter(1, When.BEFORE_FORWARD, false, proxy::refuse);
      assertLost(client, "a");
      assertThatThrownBy(() -> new Client(proxy)).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void forgetsAPlan() throws IOException {
    try (Client client = new Client(proxy)) {
      proxy.cutAfter(1, When.BEFORE_FORWARD, false);
      proxy.cutNoMore();
      assertThat(client.ask("a")).isEqualTo("re: a");
    }
  }
}
