package dev.tutti.app.servers;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Counting. */
final class Rows {

  private Rows() {}

  static int count(PreparedStatement count, String parameter) throws SQLException {
    count.setString(1, parameter);
    try (ResultSet rows = count.executeQuery()) {
      rows.next();
      return rows.getInt(1);
    }
  }

  static long count(Statement statement, String table) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  static void requireOne(Statement statement, String table) throws SQLException {
    long found = count(statement, table);
    if (found != 1) {
      throw new AssertionError(table + " holds " + found + " rows instead of the foreign one");
    }
  }
}
