package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.ResourceUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Runs the script that makes a database's tables. */
final class SchemaScript {

  private SchemaScript() {}

  static int run(String resource, Optional<Path> script, OwnConnections connections)
      throws ResourceUnavailableException {
    if (script.isEmpty()) {
      return 0;
    }
    List<String> statements;
    try {
      statements = SqlScript.statements(Files.readString(script.get()));
    } catch (IOException e) {
      throw new ResourceUnavailableException(
          resource, "its schema " + script.get() + " cannot be read: " + e.getMessage(), e);
    }
    return connections.callUnbounded(
        connection -> {
          for (String statement : statements) {
            execute(connection, statement, script.get());
          }
          return statements.size();
        });
  }

  private static void execute(Connection connection, String sql, Path script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new SQLException(
          script + ": '" + sql.lines().findFirst().orElse("") + " ...': " + e.getMessage(),
          e.getSQLState(),
          e.getErrorCode(),
          e);
    }
  }
}
