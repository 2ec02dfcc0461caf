package dev.tutti.xa.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** What all servers have in common: one process, one port, one directory. */
abstract class AbstractServer implements TestServer {

  static final String HOST = "127.0.0.1";

  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private final String name;
  private final Path directory;
  private final int port;
  private volatile @Nullable ServerProcess process;
  private volatile @Nullable TlsIdentity identity;
  private volatile boolean clientCertificate;

  AbstractServer(String name, Path directory, int port) {
    this.name = name;
    this.directory = directory.toAbsolutePath();
    this.port = port;
  }

  /** What this machine lacks, with what to do about it. */
  abstract Optional<String> missing();

  /** Makes the data in an empty directory; the server does not run. */
  abstract void initialise(Path data) throws IOException;

  /** How it is started on its data. */
  abstract List<String> command() throws IOException;

  /** Returns if it answers a real connection. */
  abstract void probe() throws Exception;

  /** The signal that stops it without waiting for its clients. */
  String stopSignal() {
    return "TERM";
  }

  /** Called once, when the data is new and the server answers. */
  void furnish() throws Exception {}

  @Override
  public synchronized void start() {
    if (running()) {
      return;
    }
    Requirements.check(name, missing());
    try {
      Files.createDirectories(directory);
      boolean fresh = !Files.isDirectory(data());
      if (fresh) {
        Path half = directory.resolve("data.half");
        Trees.delete(half);
        Files.createDirectories(half);
        initialise(half);
        Files.move(half, data(), StandardCopyOption.ATOMIC_MOVE);
      }
      launch();
      if (fresh) {
        furnish();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(name + " did not take its first orders: " + e, e);
    }
  }

  private void launch() throws IOException {
    ServerProcess started = ServerProcess.start(command(), directory.toFile(), log());
    process = started;
    try {
      Awaitility.await(name + " to answer")
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .atMost(START_LIMIT)
          .failFast(name + " ended", () -> !started.alive())
          .ignoreExceptions()
          .until(
              () -> {
                probe();
                return true;
              });
    } catch (RuntimeException e) {
      started.kill();
      throw new IllegalStateException(name + " did not start; it said:\n" + lastWords(), e);
    }
  }

  private String lastWords() throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(log()), StandardCharsets.UTF_8).lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  @Override
  public synchronized void withTls(TlsIdentity shown, boolean demanded) {
    identity = shown;
    clientCertificate = demanded;
    if (running()) {
      restart();
    }
  }

  /** What it shows, if it speaks TLS. */
  final Optional<TlsIdentity> identity() {
    return Optional.ofNullable(identity);
  }

  final boolean clientCertificate() {
    return clientCertificate;
  }

  /** The same as files of its own. */
  final Optional<TlsFiles> tls() throws IOException {
    Optional<TlsIdentity> shown = identity();
    return shown.isEmpty()
        ? Optional.empty()
        : Optional.of(TlsFiles.copy(directory.resolve("tls"), shown.get(), clientCertificate()));
  }

  @Override
  public synchronized void kill() {
    ServerProcess current = process;
    if (current != null) {
      current.kill();
    }
    process = null;
  }

  @Override
  public synchronized void stop() {
    ServerProcess current = process;
    process = null;
    if (current != null) {
      current.thaw();
      current.stop(stopSignal());
    }
  }

  @Override
  public void close() {
    stop();
  }

  @Override
  public void freeze() {
    current().freeze();
  }

  @Override
  public void thaw() {
    current().thaw();
  }

  @Override
  public long pid() {
    return current().pid();
  }

  private ServerProcess current() {
    ServerProcess current = process;
    if (current == null) {
      throw new IllegalStateException(name + " is not running");
    }
    return current;
  }

  @Override
  public boolean running() {
    ServerProcess current = process;
    return current != null && current.alive();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Path directory() {
    return directory;
  }

  @Override
  public Path data() {
    return directory.resolve("data");
  }

  @Override
  public Path log() {
    return directory.resolve("server.log");
  }

  @Override
  public String toString() {
    return name + " on " + HOST + ":" + port;
  }
}
