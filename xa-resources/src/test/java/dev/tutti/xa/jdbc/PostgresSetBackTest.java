package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.xa.testing.PostgresServer;
import dev.tutti.xa.testing.RealServers;
import dev.tutti.xa.testing.Servers;
import dev.tutti.xa.testing.Trees;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is restored, with its server, to before a decision. */
@RealServers
class PostgresSetBackTest {

  @TempDir Path dir;

  @Test
  void isHeldUntilItIsAccepted(@RealServers.Private PostgresServer server) throws Exception {
    JdbcResource left = PostgresBed.fresh("left", Servers.postgres(), "setback_left");
    JdbcResource right = PostgresBed.fresh("right", server, "setback_right");
    Path copy = dir.resolve("copy");
    AtomicBoolean dies = new AtomicBoolean(true);
    try (TransactionSystem tutti =
        TransactionSystem.builder(
                TransactionSystemConfig.builder("setback", dir.resolve("log"))
                    .recoveryInterval(Duration.ofHours(1))
                    .build())
            .resources(List.of(left, right))
            .listener(
                event -> {
                  if (event instanceof TransactionEvent.Decided decided
                      && decided.commit()
                      && dies.getAndSet(false)) {
                    server.kill();
                  }
                })
            .start()) {
      server.stop();
      Trees.copy(server.data(), copy);
      server.start();
      try (Connection admin = server.admin("setback_right")) {
        H2Fixture.run(admin, "SELECT pg_switch_wal()");
      }
      tutti.recovery().scan();

      assertThat(H2Fixture.writeBoth(tutti, left, right, 1)).isEqualTo(Outcome.COMMITTED_PENDING);
      Trees.delete(server.data());
      Trees.copy(copy, server.data());
      server.start();

      RecoveryReport report = tutti.recovery().scan();
      assertThat(report.held()).anyMatch(h -> h.contains("right: this server was set back"));
      assertThat(report.remaining()).hasSize(1);
      assertThatThrownBy(() -> H2Fixture.writeBoth(tutti, left, right, 2))
          .rootCause()
          .hasMessageContaining("set back to an earlier moment");
      tutti.recovery().acceptIdentity("right");
      assertThat(tutti.recovery().scan().isClean()).isTrue();
    }
  }
}
