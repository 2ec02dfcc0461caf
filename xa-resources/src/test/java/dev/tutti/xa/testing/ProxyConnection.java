package dev.tutti.xa.testing;

import dev.tutti.xa.testing.TcpProxy.When;
import dev.tutti.xa.testing.Traffic.Cut;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client and its connection to the server; a thread for each way. */
final class ProxyConnection {

  private static final Duration JOIN = Duration.ofSeconds(10);
  private static final byte[] QUIT_OF_MYSQL = {1, 0, 0, 0, 1};
  private static final byte[] TERMINATE_OF_POSTGRESQL = {'X', 0, 0, 0, 4};
  private static final byte[] PING_OF_ARTEMIS = {0, 0, 0, 17, 10};
  private static final int LENGTH_OF_PING = 21;

  private final String name;
  private final Socket client;
  private final Socket server;
  private final Traffic traffic;
  private final Consumer<ProxyConnection> ended;
  private @Nullable Thread up;
  private @Nullable Thread down;
  // The number of the request that waits for an answer, or 0.
  private int waiting;
  private volatile boolean cut;

  ProxyConnection(
      String name, Socket client, Socket server, Traffic traffic, Consumer<ProxyConnection> ended) {
    this.name = name;
    this.client = client;
    this.server = server;
    this.traffic = traffic;
    this.ended = ended;
  }

  synchronized void start() throws IOException {
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    // Taken now: a socket that is cut gives none, and that must not end the other side.
    InputStream fromClient = client.getInputStream();
    OutputStream toServer = server.getOutputStream();
    InputStream fromServer = server.getInputStream();
    OutputStream toClient = client.getOutputStream();
    up = Pump.start(name + "-up", () -> upstream(fromClient, toServer));
    down = Pump.start(name + "-down", () -> downstream(fromServer, toClient));
  }

  private void upstream(InputStream in, OutputStream out) {
    byte[] buffer = new byte[1 << 16];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!passes()) {
          return;
        }
        Cut cut = isRequest(buffer, read) ? traffic.due(request(), When.BEFORE_FORWARD) : null;
        if (cut != null) {
          cut.action().run();
          cut(cut.keepServerSide());
          return;
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // One side has gone; so goes the other.
    }
    // The end of a connection travels like all else; of a client that was cut nothing arrives.
    if (passes()) {
      closeQuietly(server);
    }
  }

  private void downstream(InputStream in, OutputStream out) {
    byte[] buffer = new byte[1 << 16];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        // A server that lives on is read all the same: if it could not write, it would notice.
        if (passes()) {
          answer(out, buffer, read);
        }
      }
      passes();
    } catch (IOException e) {
      // One side has gone; so goes the other.
    } finally {
      closeQuietly(client);
      closeQuietly(server);
      ended.accept(this);
    }
  }

  private void answer(OutputStream out, byte[] buffer, int length) throws IOException {
    int request = answered();
    Cut lost = traffic.due(request, When.AFTER_FORWARD_BEFORE_REPLY);
    if (lost != null) {
      lost.action().run();
      cut(lost.keepServerSide());
      return;
    }
    Cut after = traffic.due(request, When.AFTER_REPLY);
    if (after != null) {
      after.action().run();
      // First of all: what a quick client asks next is not forwarded.
      cut = true;
    }
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      // A client that was cut in the meantime is no reason to leave the server.
      if (!cut) {
        throw e;
      }
    }
    if (after != null) {
      // An orderly end: a reset could overtake the answer.
      closeQuietly(client);
      cut(after.keepServerSide());
    }
  }

  /**
   * Whether the client's work waits for an answer; what drivers send by themselves comes anytime.
   */
  private static boolean isRequest(byte[] buffer, int length) {
    return !says(QUIT_OF_MYSQL, buffer, length)
        && !says(TERMINATE_OF_POSTGRESQL, buffer, length)
        && !isHeartbeat(buffer, length);
  }

  /** Of a connection to a broker, in use or idle: the length of the packet, and its type. */
  private static boolean isHeartbeat(byte[] buffer, int length) {
    return length == LENGTH_OF_PING
        && says(PING_OF_ARTEMIS, buffer, Math.min(length, PING_OF_ARTEMIS.length));
  }

  private static boolean says(byte[] what, byte[] buffer, int length) {
    return Arrays.equals(what, 0, what.length, buffer, 0, length);
  }

  private boolean passes() {
    return traffic.pass(() -> cut);
  }

  private synchronized int request() {
    if (waiting == 0) {
      waiting = traffic.begin();
    }
    return waiting;
  }

  private synchronized int answered() {
    int request = waiting;
    waiting = 0;
    return request;
  }

  /** Resets the client's side, and the server's unless its session shall live on. */
  void cut(boolean keepServerSide) {
    cut = true;
    reset(client);
    traffic.wake();
    if (!keepServerSide) {
      reset(server);
    }
  }

  /** Waits for the threads of one that was cut. */
  void join() {
    try {
      for (Thread thread : new Thread[] {up, down}) {
        if (thread != null && thread != Thread.currentThread()) {
          thread.join(JOIN.toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The other side sees "connection reset", not an orderly end. */
  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // Closed already.
    }
    closeQuietly(socket);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // There is nothing left to do for it.
    }
  }
}
