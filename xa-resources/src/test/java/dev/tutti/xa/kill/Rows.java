package dev.tutti.xa.kill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The table of a database side. */
final class Rows {

  private Rows() {}

  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS thing (id VARCHAR(20) PRIMARY KEY, name VARCHAR(20))");
    }
  }

  static void write(Connection connection, String value) throws SQLException {
    try (PreparedStatement merge =
        connection.prepareStatement("MERGE INTO thing KEY (id) VALUES (?, ?)")) {
      merge.setString(1, Side.ITEM);
      merge.setString(2, value);
      merge.executeUpdate();
    }
  }

  static List<String> read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name FROM thing")) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }
}
