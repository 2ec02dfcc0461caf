package dev.tutti.xa.transactional;

import dev.tutti.xa.jdbc.JdbcResource;
import dev.tutti.xa.testing.MysqlServer;
import dev.tutti.xa.testing.RealServers;
import dev.tutti.xa.testing.Servers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

@RealServers
class MysqlMethodTest extends DatabaseMethodContract {

  private static final String DATABASE = "annotated";

  private static boolean created;

  private final MysqlServer server = Servers.mysql();

  @Override
  JdbcResource open(Path directory) throws SQLException {
    if (!created) {
      server.createDatabase(DATABASE);
      created = true;
    }
    try (Connection connection = foreign();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS item");
      statement.execute("CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(50))");
    }
    return JdbcResource.mysql("stock")
        .url(server.bareUrl(DATABASE, server.port()) + "?allowPublicKeyRetrieval=true")
        .user(server.user())
        .password(server.password())
        .poolSize(1)
        .lockTimeout(Duration.ofSeconds(1))
        .build();
  }

  @Override
  Connection foreign() throws SQLException {
    return server.connect(DATABASE);
  }

  @Override
  Optional<String> refusesToWrite() {
    return Optional.of("read-only");
  }
}
