package dev.tutti.xa.transactional;

import dev.tutti.xa.jdbc.JdbcResource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

class H2MethodTest extends DatabaseMethodContract {

  private String url;

  @Override
  JdbcResource open(Path directory) throws SQLException {
    url = "jdbc:h2:retry:" + directory.resolve("stock");
    try (Connection connection = foreign();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(50))");
    }
    return JdbcResource.h2("stock")
        .url(url)
        .user("sa")
        .poolSize(1)
        .lockTimeout(Duration.ofMillis(300))
        .build();
  }

  @Override
  Connection foreign() throws SQLException {
    return DriverManager.getConnection(url, "sa", "");
  }

  /** It ignores the hint. */
  @Override
  Optional<String> refusesToWrite() {
    return Optional.empty();
  }
}
