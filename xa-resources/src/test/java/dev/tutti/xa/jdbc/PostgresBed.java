package dev.tutti.xa.jdbc;

import dev.tutti.xa.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;

/** PostgreSQL databases for a test. */
final class PostgresBed {

  private PostgresBed() {}

  /** A resource on a database that is there. */
  static JdbcResource resource(String name, PostgresServer server, String database) {
    return JdbcResource.postgresql(name)
        .url(server.url(database))
        .user(server.user())
        .password(server.password())
        .build();
  }

  /** A resource on a new database with one empty table. */
  static JdbcResource fresh(String name, PostgresServer server, String database)
      throws SQLException {
    server.createDatabase(database);
    try (Connection connection = server.connect(database)) {
      H2Fixture.run(connection, "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(50))");
    }
    return resource(name, server, database);
  }
}
