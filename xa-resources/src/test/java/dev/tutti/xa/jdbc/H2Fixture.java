package dev.tutti.xa.jdbc;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.outcome.Outcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** An H2 resource with one table, and ways to fill and to look at such a table anywhere. */
final class H2Fixture {

  private H2Fixture() {}

  static JdbcResource open(Path directory) throws SQLException {
    return open(directory, 4);
  }

  static JdbcResource open(Path directory, int connections) throws SQLException {
    JdbcResource resource =
        JdbcResource.h2("orders")
            .file(directory.resolve("orders"))
            .poolSize(connections)
            .lockTimeout(Duration.ofMillis(300))
            .acquisitionTimeout(Duration.ofSeconds(1))
            .build();
    try (Connection connection = resource.dataSource().getConnection()) {
      run(connection, "CREATE TABLE IF NOT EXISTS item (id INT PRIMARY KEY, name VARCHAR(50))");
    }
    return resource;
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static void insert(Connection connection, int id) throws SQLException {
    run(connection, "INSERT INTO item VALUES (" + id + ", 'item " + id + "')");
  }

  /** One row in each. */
  static Outcome writeBoth(TransactionSystem tutti, JdbcResource left, JdbcResource right, int id)
      throws SQLException {
    return tutti
        .write(
            tx -> {
              insert(tx.use(left), id);
              insert(tx.use(right), id);
              return "";
            })
        .outcome();
  }

  static long count(JdbcResource resource) throws SQLException {
    try (Connection connection = resource.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT COUNT(*) FROM item WHERE name IS NOT NULL")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
