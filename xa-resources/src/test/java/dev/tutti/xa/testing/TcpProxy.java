package dev.tutti.xa.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network to a server on this machine that can be cut, stalled and slowed down. What a rule says
 * holds for connections that are open and for those that come.
 *
 * <p>It counts <em>round trips</em>: the bytes that a client sends until the server sends something
 * are one request, whatever the number of packets. A client that waits for each answer is counted
 * exactly; one that sends without waiting (a broker's) is counted by its bursts.
 *
 * <p>All methods may be called by any thread.
 */
public final class TcpProxy implements AutoCloseable {

  /** The moment in a round trip at which {@link #cutAfter} cuts. */
  public enum When {
    /** The server never sees the request. */
    BEFORE_FORWARD,
    /** The server has done what was asked; its answer is lost. */
    AFTER_FORWARD_BEFORE_REPLY,
    /** The client gets what the server answered at once, then the end of the connection. */
    AFTER_REPLY
  }

  private final int target;
  private final int port;
  private final Traffic traffic = new Traffic();
  private final List<ProxyConnection> connections = new CopyOnWriteArrayList<>();
  private ServerSocket listener;
  private Thread acceptor;
  private volatile boolean closed;

  private TcpProxy(int target, int port) {
    this.target = target;
    this.port = port;
  }

  /**
   * Opens one.
   *
   * @param targetPort of the server on 127.0.0.1; it need not run
   * @return the proxy, which accepts connections
   */
  public static TcpProxy to(int targetPort) {
    TcpProxy proxy = new TcpProxy(targetPort, Ports.free());
    proxy.accept();
    return proxy;
  }

  /** Where clients connect; the same as long as it is open, refusing or not. */
  public int port() {
    return port;
  }

  /** Resets all connections, on both sides; also those whose server side was kept. */
  public void cut() {
    connections.forEach(connection -> connection.cut(false));
    joinAll();
  }

  /** Resets the clients' sides only: the server knows nothing, and its sessions live on. */
  public void cutClients() {
    connections.forEach(connection -> connection.cut(true));
  }

  /** From now on a client is refused ("connection refused"); open connections go on. */
  public synchronized void refuse() {
    try {
      listener.close();
      // The system listens until the thread that accepts has left.
      acceptor.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Accepts clients again. */
  public synchronized void accept() {
    if (closed || (listener != null && !listener.isClosed())) {
      return;
    }
    try {
      ServerSocket fresh = new ServerSocket();
      fresh.setReuseAddress(true);
      fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
      listener = fresh;
      acceptor = Pump.start("proxy-" + port + "-accept", () -> acceptFrom(fresh));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void acceptFrom(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        connect(from.accept());
      } catch (IOException e) {
        // Closed by refuse(), or the client has gone already.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket server;
    try {
      server = new Socket(InetAddress.getLoopbackAddress(), target);
    } catch (IOException e) {
      ProxyConnection.reset(client);
      return;
    }
    ProxyConnection connection =
        new ProxyConnection("proxy-" + port, client, server, traffic, connections::remove);
    connections.add(connection);
    connection.start();
    if (closed) {
      connection.cut(false);
    }
  }

  /** Nothing is forwarded any more; connections stay open, and new ones are accepted. */
  public void stall() {
    traffic.stall(true);
  }

  /** Forwards what was held back, and what comes. */
  public void resume() {
    traffic.stall(false);
  }

  /**
   * Holds everything back for a while.
   *
   * @param eachWay how long on the way there, and again on the way back; zero to end it
   */
  public void delay(Duration eachWay) {
    traffic.delay(eachWay);
  }

  /**
   * Cuts the connection that makes a certain request, once.
   *
   * @param requests the number of the request from now on, over all connections; the first is 1
   * @param when the moment
   * @param keepServerSide whether the server's session lives on, as in {@link #cutClients}
   */
  public void cutAfter(int requests, When when, boolean keepServerSide) {
    cutAfter(requests, when, keepServerSide, () -> {});
  }

  /**
   * The same, and does something at that moment.
   *
   * @param requests the number of the request from now on, over all connections; the first is 1
   * @param when the moment
   * @param keepServerSide whether the server's session lives on
   * @param action what happens first, before the client can notice: {@code proxy::refuse} for a
   *     network that stays away, {@code server::kill}
   */
  public void cutAfter(int requests, When when, boolean keepServerSide, Runnable action) {
    if (requests < 1) {
      throw new IllegalArgumentException("requests is " + requests + "; the first is 1");
    }
    traffic.plan(requests, when, keepServerSide, action);
  }

  /** Forgets what {@link #cutAfter} asked for. */
  public void cutNoMore() {
    traffic.unplan();
  }

  /** How many requests there were, over all connections. */
  public int roundTrips() {
    return traffic.roundTrips();
  }

  /** How many times {@link #cutAfter} has cut. */
  public int cuts() {
    return traffic.cuts();
  }

  /** How many connections it holds, those of which only the server's side is open included. */
  public int connections() {
    return connections.size();
  }

  @Override
  public void close() {
    closed = true;
    refuse();
    traffic.close();
    cut();
  }

  private void joinAll() {
    connections.forEach(ProxyConnection::join);
    connections.clear();
  }
}
