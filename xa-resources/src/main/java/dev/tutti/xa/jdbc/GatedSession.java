package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.HandleGate;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  private volatile boolean aborted;

  private GatedSession(
      String resource, Enlistment enlistment, Dialect dialect, Connection connection) {
    this.resource = resource;
    this.gate = enlistment.gate();
    this.remaining = enlistment::remaining;
    this.dialect = dialect;
    this.connection = connection;
  }

  static GatedSession of(
      String resource, Enlistment enlistment, Dialect dialect, Connection connection) {
    GatedSession session = new GatedSession(resource, enlistment, dialect, connection);
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
    for (String word : SqlScript.firstWords(sql)) {
      if (dialect.endsTransaction(word)) {
        throw new SQLException(
            resource
                + ": "
                + word
                + " would end the transaction on this connection alone; nothing was done. Commit"
                + " and rollback are the transaction system's; run definitions outside it.",
            "2D000");
      }
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
      statement.setQueryTimeout((int) Math.max(1, remaining.get().plusMillis(999).toSeconds()));
    }
    running.add(statement);
  }

  void ran(Statement statement) {
    running.remove(statement);
  }

  /** Whether the connection was cut; a call may still be in it, and nobody may wait for that. */
  boolean isAborted() {
    return aborted;
  }

  private void cancel() {
    for (Statement statement : running) {
      try {
        statement.cancel();
      } catch (SQLException e) {
        LOG.log(Level.DEBUG, resource + ": cancel was refused", e);
      }
    }
  }

  private void abort() {
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
