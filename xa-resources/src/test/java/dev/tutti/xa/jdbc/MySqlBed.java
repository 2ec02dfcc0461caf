package dev.tutti.xa.jdbc;

import dev.tutti.xa.testing.DatabaseServer;
import dev.tutti.xa.testing.Servers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The two servers, by every driver that reaches them. */
enum MySqlBed {
  MYSQL,
  MARIADB,
  MARIADB_BY_CONNECTOR_J;

  private static final Set<String> CREATED = ConcurrentHashMap.newKeySet();

  /** The one that all tests share. */
  DatabaseServer server() {
    return this == MYSQL ? Servers.mysql() : Servers.mariadb();
  }

  String url(DatabaseServer server, String database, int port) {
    return scheme(server.url(database, port));
  }

  /** The same address for this driver. */
  String scheme(String url) {
    return this == MARIADB_BY_CONNECTOR_J ? url.replace("jdbc:mariadb:", "jdbc:mysql:") : url;
  }

  JdbcResourceBuilder builder(String name, DatabaseServer server, String database, int port) {
    return (this == MYSQL ? JdbcResource.mysql(name) : JdbcResource.mariadb(name))
        .url(url(server, database, port))
        .user(server.user())
        .password(server.password())
        .poolSize(6)
        .lockTimeout(Duration.ofSeconds(1))
        .acquisitionTimeout(Duration.ofSeconds(5));
  }

  /** A resource on a database of its own with one empty table. */
  JdbcResource resource(String name, DatabaseServer server, String database, int port)
      throws SQLException {
    if (CREATED.add(server.directory() + "/" + database)) {
      server.createDatabase(database);
    }
    try (Connection connection = server.connect(database)) {
      H2Fixture.run(
          connection, "CREATE TABLE IF NOT EXISTS item (id INT PRIMARY KEY, name VARCHAR(50))");
      H2Fixture.run(connection, "DELETE FROM item");
      H2Fixture.run(connection, "DROP TABLE IF EXISTS tutti_receipt");
    }
    return builder(name, server, database, port).build();
  }

  /** The numbers of the sessions that the application's user has now. */
  static List<Long> sessions(Connection admin, String user) throws SQLException {
    List<Long> found = new ArrayList<>();
    try (Statement statement = admin.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id FROM information_schema.processlist WHERE user = '" + user + "'")) {
      while (rows.next()) {
        found.add(rows.getLong(1));
      }
    }
    return found;
  }

  /** Kills every session of the application's user, as an administrator would. */
  static void killSessions(DatabaseServer server, String database) throws SQLException {
    try (Connection admin = server.admin(database)) {
      for (long id : sessions(admin, server.user())) {
        try {
          H2Fixture.run(admin, "KILL " + id);
        } catch (SQLException e) {
          // It has gone by itself.
        }
      }
    }
  }
}
