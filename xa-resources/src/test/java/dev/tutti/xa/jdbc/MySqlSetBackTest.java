package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.xa.testing.DatabaseServer;
import dev.tutti.xa.testing.MariaDbServer;
import dev.tutti.xa.testing.MysqlServer;
import dev.tutti.xa.testing.RealServers;
import dev.tutti.xa.testing.RealServers.Private;
import dev.tutti.xa.testing.Trees;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed after a decision, and comes back: as it was, or older than that. */
@RealServers
class MySqlSetBackTest {

  @TempDir Path dir;

  @Test
  void mysql(@Private MysqlServer server) throws Exception {
    isFinishedAfterAKillAndHeldWhenSetBack(MySqlBed.MYSQL, server);
  }

  @Test
  void mariaDb(@Private MariaDbServer server) throws Exception {
    isFinishedAfterAKillAndHeldWhenSetBack(MySqlBed.MARIADB, server);
  }

  private void isFinishedAfterAKillAndHeldWhenSetBack(MySqlBed bed, DatabaseServer server)
      throws Exception {
    JdbcResource left = bed.resource("left", bed.server(), "setback_left", bed.server().port());
    JdbcResource right = bed.resource("right", server, "setback_right", server.port());
    AtomicBoolean kill = new AtomicBoolean();
    try (TransactionSystem tutti =
        TransactionSystem.builder(
                TransactionSystemConfig.builder("setback", dir.resolve("log"))
                    .recoveryInterval(Duration.ofHours(1))
                    .build())
            .resources(List.of(left, right))
            .listener(
                event -> {
                  if (event instanceof TransactionEvent.Decided && kill.get()) {
                    server.kill();
                  }
                })
            .start()) {
      kill.set(true);
      assertThat(H2Fixture.writeBoth(tutti, left, right, 1)).isEqualTo(Outcome.COMMITTED_PENDING);
      server.start();
      assertThat(tutti.recovery().scan().isClean()).isTrue();
      assertThat(H2Fixture.count(right)).isEqualTo(1);

      server.stop();
      Trees.copy(server.data(), dir.resolve("copy"));
      server.start();
      tutti.recovery().scan();
      assertThat(H2Fixture.writeBoth(tutti, left, right, 2)).isEqualTo(Outcome.COMMITTED_PENDING);
      Trees.delete(server.data());
      Trees.copy(dir.resolve("copy"), server.data());
      server.start();

      RecoveryReport report = tutti.recovery().scan();
      assertThat(report.held()).anyMatch(h -> h.contains("right: this server was set back"));
      assertThat(report.remaining()).hasSize(1);
      tutti.recovery().acceptIdentity("right");
      assertThat(tutti.recovery().scan().isClean()).isTrue();
    }
  }
}
