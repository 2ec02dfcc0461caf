package dev.tutti.tm.recovery.socket;

import dev.tutti.tm.json.JsonException;
import dev.tutti.tm.json.JsonText;
import dev.tutti.tm.json.RecordJson;
import dev.tutti.tm.recovery.RecoveryAdmin;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;

/** Answers operators of this machine's same user. Its threads are daemons. Thread-safe. */
public final class OperatorServer implements AutoCloseable {

  private static final int MOST_AT_ONCE = 8;
  private static final int LONGEST_QUESTION = 1 << 18;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path file;
  private final ServerSocketChannel server;
  private final Desk desk;
  private final Thread door;
  private final Map<Thread, TimedLines> talks = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private OperatorServer(Path file, ServerSocketChannel server, Desk desk) {
    this.file = file;
    this.server = server;
    this.desk = desk;
    this.door = new Thread(this::welcome, "tutti-operator");
    this.door.setDaemon(true);
  }

  /**
   * Listens on the socket of a store. The caller has the store's lock: a file of that name was left
   * behind by a process that is gone.
   *
   * @param store the directory of the store, which only its owner may enter
   * @param admin asked
   * @param node this node with its store
   * @return the server
   * @throws IOException if the socket cannot be made
   */
  public static OperatorServer start(Path store, RecoveryAdmin admin, String node)
      throws IOException {
    Path file = SocketFile.of(store);
    Files.deleteIfExists(file);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      SocketFile.use(file, server::bind);
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
      OperatorServer started = new OperatorServer(file, server, new Desk(admin, node));
      started.door.start();
      return started;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw new IOException(file + ": the operator's socket cannot be made (" + e + ")", e);
    }
  }

  private void welcome() {
    while (!closed) {
      try {
        SocketChannel channel = server.accept();
        if (talks.size() >= MOST_AT_ONCE) {
          channel.close(); // They are slow or many; each is bounded in time.
        } else {
          talk(channel);
        }
      } catch (IOException e) {
        if (!server.isOpen()) {
          return;
        }
      }
    }
  }

  private void talk(SocketChannel channel) throws IOException {
    TimedLines lines = new TimedLines(channel);
    String peer = peer(channel);
    Thread thread =
        new Thread(
            () -> {
              try (lines) {
                answer(lines, peer);
              } catch (IOException | RuntimeException e) {
                // Slow, gone, or no operator of ours: it hears nothing more.
              } finally {
                talks.remove(Thread.currentThread());
              }
            },
            "tutti-operator-talk");
    thread.setDaemon(true);
    talks.put(thread, lines);
    thread.start();
  }

  /** The user on the other side, where the platform tells. */
  private static String peer(SocketChannel channel) {
    try {
      return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private void answer(TimedLines lines, String peer) throws IOException {
    Record answer;
    try {
      Ask ask =
          RecordJson.fromJson(Ask.class, JsonText.read(lines.read(LONGEST_QUESTION, PATIENCE)));
      boolean waits = ask.call() == Ask.Call.DRAIN;
      answer = desk.answer(ask, peer, line -> progress(lines, line, waits));
    } catch (JsonException e) {
      answer = new Answer.Failed(Answer.Kind.WRONG, String.valueOf(e.getMessage()), "");
    }
    lines.write(JsonText.write(RecordJson.toJson(answer)), PATIENCE.multipliedBy(12));
  }

  /** Whoever waits for a drain and goes away, or finds us stopping, waits no more. */
  private void progress(TimedLines lines, String line, boolean waits) {
    try {
      lines.write(JsonText.write(Map.of("progress", line)), PATIENCE);
    } catch (IOException | RuntimeException e) {
      if (waits) {
        throw new CancellationException("nobody waits any more");
      }
    }
    if (waits && closed) {
      throw new CancellationException("the system stops");
    }
  }

  /** Stops listening, and waits for a decision that is being carried out. */
  @Override
  public void close() throws IOException {
    closed = true;
    server.close();
    Files.deleteIfExists(file);
    Set<Thread> busy = Set.copyOf(talks.keySet());
    try {
      door.join(TimeUnit.SECONDS.toMillis(5));
      for (Thread thread : busy) {
        thread.join(TimeUnit.SECONDS.toMillis(30));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (TimedLines lines : talks.values()) {
      lines.close();
    }
  }
}
