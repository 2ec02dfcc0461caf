package dev.tutti.app.servers;

import dev.tutti.xa.testing.DatabaseServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** MySQL and MariaDB, by the commands that they share. */
public record MysqlOutside(DatabaseServer server, String database) implements Outside {

  private static final String XID = "'" + FOREIGN + "','branch'," + FOREIGN_FORMAT;

  @Override
  public Set<String> prepared() throws SQLException {
    Set<String> found = new TreeSet<>();
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("XA RECOVER")) {
      while (rows.next()) {
        String data = new String(rows.getBytes("data"), StandardCharsets.ISO_8859_1);
        found.add(
            rows.getLong("formatID") == FOREIGN_FORMAT
                ? data.substring(0, rows.getInt("gtrid_length"))
                : rows.getLong("formatID") + ":" + data);
      }
    }
    return found;
  }

  @Override
  public void plantForeign() throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE foreign_application (id INT PRIMARY KEY) ENGINE=InnoDB");
      statement.execute("XA START " + XID);
      statement.execute("INSERT INTO foreign_application VALUES (1)");
      statement.execute("XA END " + XID);
      statement.execute("XA PREPARE " + XID);
    }
  }

  @Override
  public void reapForeign() throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("XA COMMIT " + XID);
      Rows.requireOne(statement, "foreign_application");
    }
  }

  @Override
  public int sessions() throws SQLException {
    try (Connection connection = server.admin(database);
        PreparedStatement count =
            connection.prepareStatement(
                "SELECT count(*) FROM information_schema.processlist WHERE user = ?")) {
      return Rows.count(count, server.user());
    }
  }
}
