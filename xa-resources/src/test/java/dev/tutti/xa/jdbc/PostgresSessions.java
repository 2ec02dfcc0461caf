package dev.tutti.xa.jdbc;

import dev.tutti.xa.testing.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** What an administrator does to sessions. */
final class PostgresSessions {

  private PostgresSessions() {}

  /** Answers when they are gone. */
  static void killAll(PostgresServer server, String database) throws SQLException {
    try (Connection admin = server.admin(database);
        PreparedStatement kill =
            admin.prepareStatement(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                    + " WHERE datname = ? AND pid <> pg_backend_pid()")) {
      kill.setString(1, database);
      kill.executeQuery().close();
    }
  }
}
