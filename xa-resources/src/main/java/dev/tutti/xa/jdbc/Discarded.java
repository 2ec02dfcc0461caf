package dev.tutti.xa.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;

/** The end of a connection on which work may still be open that must never commit. */
final class Discarded {

  private static final Logger LOG = System.getLogger(Discarded.class.getName());

  private Discarded() {}

  /** The session goes first: a pool that is merely given it back would reset auto-commit. */
  static void discard(Dialect dialect, Connection connection) {
    try {
      dialect.abort(connection);
    } catch (SQLException | RuntimeException e) {
      LOG.log(Level.DEBUG, "a connection was not aborted in its database's own way", e);
    }
    try {
      connection.abort(Runnable::run);
      connection.close();
    } catch (SQLException | RuntimeException e) {
      LOG.log(Level.DEBUG, "a connection that nobody uses again did not close", e);
    }
  }
}
