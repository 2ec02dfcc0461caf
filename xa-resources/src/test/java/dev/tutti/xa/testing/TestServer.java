package dev.tutti.xa.testing;

import java.nio.file.Path;

/** A real server on 127.0.0.1, in processes of its own, that may be killed. */
public interface TestServer extends AutoCloseable {

  /** What a person calls it. */
  String name();

  /** Always 127.0.0.1. */
  String host();

  /** The same over every restart. */
  int port();

  /** Whether its process lives; it may be frozen. */
  boolean running();

  /**
   * Starts it and returns when it has answered a real connection; makes its data on the first call.
   *
   * @throws ServerMissingException if this machine lacks something that it needs
   */
  void start();

  /** Kills it with all its processes (SIGKILL), and returns when they are gone. */
  void kill();

  /** Stops it cleanly; open connections are closed by it. */
  void stop();

  /** Stops it cleanly and starts it on the same port and data. */
  default void restart() {
    stop();
    start();
  }

  /** Halts all its processes (SIGSTOP): connections stay open, nobody answers. */
  void freeze();

  /** Lets a frozen one go on. */
  void thaw();

  /**
   * Lets it speak TLS, from its next start on; one that runs is restarted.
   *
   * @param identity what it shows, see {@link Certificates}
   * @param clientCertificate whether the application's user must show one that {@link
   *     Certificates#ca()} has signed
   */
  void withTls(TlsIdentity identity, boolean clientCertificate);

  /**
   * The same, without asking for a client's certificate.
   *
   * @param identity what it shows
   */
  default void withTls(TlsIdentity identity) {
    withTls(identity, false);
  }

  /** The process that listens. */
  long pid();

  /** Everything that it writes is in there. */
  Path directory();

  /** What may be copied away while it is stopped, and put back. */
  Path data();

  /** What it says, of all its starts. */
  Path log();

  /** The same as {@link #stop()}. */
  @Override
  void close();
}
