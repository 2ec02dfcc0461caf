package dev.tutti.xa.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The server's sessions whose connections we gave up. While the server has not noticed that, such a
 * session keeps its locks, and every other connection is told that its branch does not exist. So
 * recovery ends it first. The user's own sessions may be killed without any right.
 */
final class MySqlSessions {

  private static final Logger LOG = System.getLogger(MySqlSessions.class.getName());

  private final Set<Session> abandoned = ConcurrentHashMap.newKeySet();

  /**
   * A session of the server.
   *
   * @param id the server's number for it; begins anew when the server does
   * @param knownAt when it was alive for certain, by this process's clock
   */
  record Session(long id, long knownAt) {
    static Session of(long id) {
      return new Session(id, System.nanoTime());
    }

    private long ageSeconds() {
      return (System.nanoTime() - knownAt) / 1_000_000_000L;
    }
  }

  void abandon(Session session) {
    abandoned.add(session);
  }

  /** Ends what is left of them, on a connection of the same user. */
  void end(Connection connection) throws SQLException {
    if (abandoned.isEmpty()) {
      return;
    }
    long uptime = uptime(connection);
    for (Session session : Set.copyOf(abandoned)) {
      // If the server is younger than the session, the number is another session's by now.
      if (uptime > session.ageSeconds()) {
        kill(connection, session);
      }
      abandoned.remove(session);
    }
  }

  private static void kill(Connection connection, Session session) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("KILL CONNECTION " + session.id());
      LOG.log(Level.DEBUG, "ended session {0}, whose connection was lost", session.id());
    } catch (SQLException e) {
      if (MySqlErrors.isLost(e)) {
        throw e;
      }
      // Unknown: the server has noticed by itself.
    }
  }

  private static long uptime(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Uptime'")) {
      return rows.next() ? rows.getLong(2) : 0;
    }
  }
}
