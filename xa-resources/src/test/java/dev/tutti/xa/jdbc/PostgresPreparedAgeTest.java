package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.xa.testing.PostgresServer;
import dev.tutti.xa.testing.RealServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps vacuum from cleaning is seen, in whatever database it is and whoever prepared it. */
@RealServers
class PostgresPreparedAgeTest {

  @TempDir Path dir;

  @Test
  void isThatOfTheOldestOnTheWholeServer(@RealServers.Private PostgresServer server)
      throws Exception {
    JdbcResource left = PostgresBed.fresh("left", server, "age_left");
    JdbcResource right = PostgresBed.fresh("right", server, "age_right");
    try (TransactionSystem tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("age", dir.resolve("log"))
                .recoveryInterval(Duration.ofHours(1))
                .build(),
            left,
            right)) {
      assertThat(age(tutti)).as("nothing is prepared").contains(0L);

      server.createDatabase("theirs");
      try (Connection connection = server.admin("theirs")) {
        connection.setAutoCommit(false);
        H2Fixture.run(connection, "CREATE TABLE theirs (id INT)");
        H2Fixture.run(connection, "PREPARE TRANSACTION 'of somebody else'");
        connection.setAutoCommit(true);
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> age(tutti).filter(millis -> millis >= 100).isPresent());
        assertThat(tutti.recovery().lastReport().isClean()).as("none of our business").isTrue();
        assertThat(H2Fixture.writeBoth(tutti, left, right, 1)).isEqualTo(Outcome.COMMITTED);

        H2Fixture.run(connection, "ROLLBACK PREPARED 'of somebody else'");
      }
      assertThat(age(tutti)).contains(0L);
    }
  }

  /** As a pass of now finds it. */
  private static Optional<Long> age(TransactionSystem tutti) {
    tutti.recovery().scan();
    return tutti.recovery().vitals().resources().get(0).oldestPreparedMillis();
  }
}
