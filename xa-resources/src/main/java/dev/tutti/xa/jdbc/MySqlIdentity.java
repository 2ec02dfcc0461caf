package dev.tutti.xa.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One row in the database that says which one it is, and counts. Whoever restores the database to
 * an earlier moment, by whatever tool, restores the number too; what the servers themselves count
 * is shown to administrators only, or begins anew in a copy.
 */
final class MySqlIdentity {

  private static final String TABLE = "tutti_identity";

  private static final String DDL =
      "CREATE TABLE IF NOT EXISTS "
          + TABLE
          + " (id TINYINT NOT NULL PRIMARY KEY, uuid CHAR(36) CHARACTER SET ascii NOT NULL,"
          + " position BIGINT NOT NULL) ENGINE=InnoDB";

  private MySqlIdentity() {}

  /** Which database this is; made when it is asked for the first time. */
  static String uuid(Connection connection) throws SQLException {
    if (!exists(connection)) {
      create(connection);
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT uuid FROM " + TABLE + " WHERE id = 1")) {
      if (!row.next()) {
        throw new SQLNonTransientException(
            "its table " + TABLE + " is empty: restore the row, or drop the table");
      }
      return row.getString(1);
    }
  }

  /**
   * The number as it is stored: below the one that {@link #advance} answered in a copy made before.
   *
   * @return empty if there is no such table, and the user may not make it
   */
  static OptionalLong position(Connection connection) throws SQLException {
    if (!exists(connection)) {
      try {
        create(connection);
      } catch (SQLException e) {
        if (MySqlErrors.isLost(e)) {
          throw e;
        }
        return OptionalLong.empty();
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT position FROM " + TABLE + " WHERE id = 1")) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    }
  }

  /** Counts one further, and answers the number once it is committed. */
  static long advance(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE " + TABLE + " SET position = LAST_INSERT_ID(position + 1) WHERE id = 1");
      try (ResultSet row = statement.executeQuery("SELECT LAST_INSERT_ID()")) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static boolean exists(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1 FROM " + TABLE + " WHERE id = 1")) {
      row.next();
      return true;
    } catch (SQLException e) {
      if (e.getErrorCode() == MySqlErrors.NO_TABLE) {
        return false;
      }
      throw e;
    }
  }

  private static void create(Connection connection) throws SQLException {
    Tables.create(connection, DDL, TABLE);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT IGNORE INTO " + TABLE + " (id, uuid, position) VALUES (1, ?, 0)")) {
      insert.setString(1, UUID.randomUUID().toString());
      insert.executeUpdate();
    }
  }
}
