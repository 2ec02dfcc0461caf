package dev.tutti.app.wiring;

import dev.tutti.tm.recovery.RecoveryAdmin;
import dev.tutti.tm.recovery.socket.OperatorClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The recovery admin of a node: of the process that runs it, or of its store while nobody does. */
public final class RecoverySession implements AutoCloseable {

  private final RecoveryAdmin admin;
  private final String where;
  private final boolean running;
  private final Optional<Session> own;

  private RecoverySession(
      RecoveryAdmin admin, String where, boolean running, Optional<Session> own) {
    this.admin = admin;
    this.where = where;
    this.running = running;
    this.own = own;
  }

  /** Opens a configuration when no process runs the node. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens it, for recovery only.
     *
     * @return the session
     * @throws IOException if its log cannot be used
     */
    Session open() throws IOException;
  }

  /**
   * Asks the process that runs on a store; if there is none, takes the store itself.
   *
   * @param store the directory of the log
   * @param opener used if no process listens
   * @return the session
   * @throws IOException if neither can be asked
   */
  public static RecoverySession of(Path store, Opener opener) throws IOException {
    Optional<RecoverySession> running = running(store);
    return running.isPresent() ? running.get() : own(store, opener);
  }

  /** Of the process that runs on a store, if one does. */
  static Optional<RecoverySession> running(Path store) throws IOException {
    return OperatorClient.connect(store)
        .map(
            running ->
                new RecoverySession(
                    running,
                    "node "
                        + running.node()
                        + " is running: process "
                        + running.process()
                        + " answers on "
                        + running.socket(),
                    true,
                    Optional.empty()));
  }

  /** Of this process, which takes the store. */
  static RecoverySession own(Path store, Opener opener) throws IOException {
    Session session = opener.open();
    return new RecoverySession(
        session.recovery(),
        "node " + session.nodeId() + " is not running: this command holds its log in " + store,
        false,
        Optional.of(session));
  }

  /**
   * The admin.
   *
   * @return of the running node, or of the store
   */
  public RecoveryAdmin admin() {
    return admin;
  }

  /**
   * Who answers.
   *
   * @return one line
   */
  public String where() {
    return where;
  }

  /**
   * Whether another process runs the node.
   *
   * @return false if this one holds its store
   */
  public boolean isRunning() {
    return running;
  }

  /**
   * Why a source did not answer, as far as this process knows.
   *
   * @param resource its name
   * @return the name, and the reason if this process asked it
   */
  public String whyUnreachable(String resource) {
    return own.map(session -> session.whyUnreachable(resource)).orElse(resource);
  }

  @Override
  public void close() {
    own.ifPresent(Session::close);
  }
}
