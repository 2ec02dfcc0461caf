package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.HandleGate;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the handles of one transaction share: the gate, the clock and the open statements. */
final class GatedSession {

  private static final Logger LOG = System.getLogger(GatedSession.class.getName());

  private final String resource;
  private final HandleGate gate;
  private final Supplier<Duration> remaining;
  private final Dialect dialect;
  private final Connection connection;
  private final Set<Statement> open = ConcurrentHashMap.newKeySet();
  private final Set<Statement> running = ConcurrentHashMap.newKeySet();

  private final BooleanSupplier mayAbort;

  private boolean aborted;
  private boolean disarmed;

  private GatedSession(
      String resource,
      Enlistment enlistment,
      Dialect dialect,
      Connection connection,
      BooleanSupplier mayAbort) {
    this.mayAbort = mayAbort;
    this.resource = resource;
    this.gate = enlistment.gate();
    this.remaining = enlistment::remaining;
    this.dialect = dialect;
    this.connection = connection;
  }

  /**
   * Makes one.
   *
   * @param mayAbort asked before the connection is cut; told false it is left alone
   */
  static GatedSession of(
      String resource,
      Enlistment enlistment,
      Dialect dialect,
      Connection connection,
      BooleanSupplier mayAbort) {
    GatedSession session = new GatedSession(resource, enlistment, dialect, connection, mayAbort);
    enlistment.gate().whenStuck(session::cancel, session::abort);
    return session;
  }

  Connection handle() {
    return GatedHandle.of(Connection.class, connection, this, null);
  }

  HandleGate gate() {
    return gate;
  }

  String resource() {
    return resource;
  }

  /** Refuses SQL by which the database would end the transaction behind our back. */
  void check(String sql) throws SQLException {
    Optional<String> refused = dialect.refusal(sql);
    if (refused.isPresent()) {
      throw new SQLException(
          resource
              + ": "
              + refused.get()
              + " would end the transaction on this connection alone; nothing was done. Commit"
              + " and rollback are the transaction system's; run definitions outside it.",
          "2D000");
    }
  }

  void opened(Statement statement) {
    open.add(statement);
  }

  void closed(Statement statement) {
    open.remove(statement);
  }

  /** Before a statement runs; a timeout that its user set is kept. */
  void running(Statement statement, boolean bounded) throws SQLException {
    if (!bounded) {
      dialect.bound(statement, remaining.get());
    }
    running.add(statement);
  }

  void ran(Statement statement) {
    running.remove(statement);
  }

  /**
   * The connection is about to be somebody else's: from now on neither cancel nor abort touches it.
   *
   * @return whether it is whole; false if it was cut, and a call may still be in it, for which
   *     nobody may wait
   */
  synchronized boolean disarm() {
    disarmed = true;
    return !aborted;
  }

  private synchronized void cancel() {
    if (disarmed) {
      return;
    }
    for (Statement statement : running) {
      try {
        aborted |= !dialect.cancel(statement);
      } catch (SQLException e) {
        LOG.log(Level.DEBUG, resource + ": cancel was refused", e);
      }
    }
  }

  private synchronized void abort() {
    if (disarmed || !mayAbort.getAsBoolean()) {
      return;
    }
    aborted = true;
    try {
      dialect.abort(connection);
    } catch (SQLException e) {
      LOG.log(Level.WARNING, resource + ": a stuck connection could not be aborted", e);
    }
  }

  /** After the transaction: a pooled connection keeps no statement of it. */
  void closeStatements() {
    for (Statement statement : open) {
      try {
        statement.close();
      } catch (SQLException e) {
        LOG.log(Level.DEBUG, resource + ": a statement did not close", e);
      }
    }
    open.clear();
  }
}
