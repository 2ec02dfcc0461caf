package dev.tutti.xa.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Makes and purges our own tables, on auto-commit connections. */
final class Tables {

  /** One call deletes at most this many chunks; the next call goes on. */
  private static final int PURGE_CHUNKS = 100;

  private Tables() {}

  static void create(Connection connection, String ddl, String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(ddl);
    } catch (SQLException e) {
      // Two nodes at once: IF NOT EXISTS looks before it creates. If the table is there, all is
      // well; if not, this says why.
      try (Statement statement = connection.createStatement()) {
        statement.executeQuery("SELECT 1 FROM " + table + " WHERE 1 = 0").close();
      } catch (SQLException missing) {
        e.addSuppressed(missing);
        throw e;
      }
    }
  }

  static int purge(Connection connection, String sql, Duration olderThan, String... before)
      throws SQLException {
    int total = 0;
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      for (int chunk = 0; chunk < PURGE_CHUNKS; chunk++) {
        int parameter = 1;
        for (String value : before) {
          delete.setString(parameter++, value);
        }
        delete.setLong(parameter, olderThan.toSeconds());
        int deleted = delete.executeUpdate();
        total += deleted;
        if (deleted < Dialect.PURGE_CHUNK) {
          break;
        }
      }
    }
    return total;
  }
}
