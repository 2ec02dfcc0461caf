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

  /** Seconds until the year 2242; what is left counts a call each second for 34 years. */
  private static final int TIME_BITS = 33;

  private static final long LATEST = (1L << TIME_BITS) - 1;

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
   * A number that gets greater with each call. A copy of the database counts on from the same
   * number, so that the count alone would not tell its next call from the one that was answered
   * before; below the count the time runs backwards, which makes the later one the smaller.
   *
   * @return empty if there is no such table, and the user may not make it
   */
  static OptionalLong next(Connection connection) throws SQLException {
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
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE " + TABLE + " SET position = LAST_INSERT_ID(position + 1) WHERE id = 1");
      try (ResultSet row =
          statement.executeQuery("SELECT LAST_INSERT_ID(), FLOOR(UNIX_TIMESTAMP())")) {
        row.next();
        return OptionalLong.of((row.getLong(1) << TIME_BITS) + LATEST - row.getLong(2));
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
