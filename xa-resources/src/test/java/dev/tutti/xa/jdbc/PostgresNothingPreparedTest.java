package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.xa.testing.PostgresServer;
import dev.tutti.xa.testing.RealServers;
import dev.tutti.xa.testing.Servers;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server as it is installed: nothing can be prepared on it. */
@RealServers
class PostgresNothingPreparedTest {

  @TempDir Path dir;

  private static JdbcResource resource(String name, PostgresServer server) throws Exception {
    server.createDatabase("nothing_" + name);
    try (Connection connection = server.connect("nothing_" + name)) {
      H2Fixture.run(connection, "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(50))");
    }
    return JdbcResource.postgresql(name)
        .url(server.url("nothing_" + name))
        .user(server.user())
        .password(server.password())
        .build();
  }

  @Test
  void isSaidAtTheStartAndNothingIsWrittenUntilItIsSet(@RealServers.Private PostgresServer server)
      throws Exception {
    server.with("max_prepared_transactions=0");
    server.restart();
    JdbcResource left = resource("left", Servers.postgres());
    JdbcResource right = resource("right", server);
    List<String> said = new CopyOnWriteArrayList<>();
    try (TransactionSystem tutti =
        TransactionSystem.builder(
                TransactionSystemConfig.builder("nothing", dir.resolve("log"))
                    .recoveryInterval(Duration.ofHours(1))
                    .build())
            .resources(List.of(left, right))
            .listener(
                event -> {
                  if (event instanceof TransactionEvent.Reachability now && !now.reachable()) {
                    said.add(now.resource() + ": " + now.reason());
                  }
                })
            .start()) {
      assertThat(tutti.recovery().lastReport().unreachable()).containsExactly("right");
      assertThat(said)
          .singleElement()
          .asString()
          .startsWith("right: ")
          .contains("max_prepared_transactions is 0", "set it in postgresql.conf")
          .doesNotContain("\n");
      assertThatThrownBy(() -> write(tutti, left, right, 1))
          .hasStackTraceContaining("max_prepared_transactions is 0");
      assertThat(H2Fixture.count(left)).isZero();

      server.with("max_prepared_transactions=20");
      server.restart();
      assertThat(tutti.recovery().scan().isClean()).isTrue();
      assertThat(write(tutti, left, right, 2)).isEqualTo(Outcome.COMMITTED);
    }
  }

  private static Outcome write(
      TransactionSystem tutti, JdbcResource left, JdbcResource right, int id) throws Exception {
    return tutti
        .write(
            tx -> {
              H2Fixture.insert(tx.use(left), id);
              H2Fixture.insert(tx.use(right), id);
              return "";
            })
        .outcome();
  }
}
