package dev.tutti.app.servers;

import dev.tutti.xa.testing.DatabaseServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** PostgreSQL, by its own commands. */
public record PostgresOutside(DatabaseServer server, String database) implements Outside {

  @Override
  public Set<String> prepared() throws SQLException {
    Set<String> found = new TreeSet<>();
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT gid FROM pg_prepared_xacts")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  @Override
  public void plantForeign() throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE foreign_application (id INT PRIMARY KEY)");
      statement.execute("BEGIN");
      statement.execute("INSERT INTO foreign_application VALUES (1)");
      statement.execute("PREPARE TRANSACTION '" + FOREIGN + "'");
    }
  }

  @Override
  public void reapForeign() throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("COMMIT PREPARED '" + FOREIGN + "'");
      Rows.requireOne(statement, "foreign_application");
    }
  }

  @Override
  public int sessions() throws SQLException {
    try (Connection connection = server.admin(database);
        PreparedStatement count =
            connection.prepareStatement(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = ?")) {
      return Rows.count(count, server.user());
    }
  }
}
