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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server as it is installed: nothing can be prepared on it. */
@RealServers
class PostgresNothingPreparedTest {

  @TempDir Path dir;

  @Test
  void isSaidAtTheStartAndNothingIsWrittenUntilItIsSet(@RealServers.Private PostgresServer server)
      throws Exception {
    server.with("max_prepared_transactions=0");
    server.restart();
    JdbcResource left = PostgresBed.fresh("left", Servers.postgres(), "nothing_left");
    JdbcResource right = PostgresBed.fresh("right", server, "nothing_right");
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
      assertThatThrownBy(() -> H2Fixture.writeBoth(tutti, left, right, 1))
          .hasStackTraceContaining("max_prepared_transactions is 0");
      assertThat(H2Fixture.count(left)).isZero();

      server.with("max_prepared_transactions=20");
      server.restart();
      assertThat(tutti.recovery().scan().isClean()).isTrue();
      assertThat(H2Fixture.writeBoth(tutti, left, right, 2)).isEqualTo(Outcome.COMMITTED);
    }
  }
}
