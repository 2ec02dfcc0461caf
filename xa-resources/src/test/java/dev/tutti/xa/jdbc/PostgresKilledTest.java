package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.spi.TransactionEventListener;
import dev.tutti.xa.testing.PostgresServer;
import dev.tutti.xa.testing.Servers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two databases on one server, whose sessions an administrator ends at each step. */
class PostgresKilledTest {

  private static final PostgresServer SERVER = Servers.postgres();

  @TempDir Path dir;
  private JdbcResource left;
  private JdbcResource right;
  private TransactionSystem tutti;
  private volatile TransactionEventListener listener = event -> {};

  @BeforeAll
  static void databases() {
    SERVER.createDatabase("killed_left");
    SERVER.createDatabase("killed_right");
  }

  @BeforeEach
  void start() throws Exception {
    left = PostgresBed.resource("left", SERVER, "killed_left");
    right = PostgresBed.resource("right", SERVER, "killed_right");
    for (String side : List.of("left", "right")) {
      try (Connection connection = SERVER.connect("killed_" + side)) {
        H2Fixture.run(connection, "DROP TABLE IF EXISTS item");
        H2Fixture.run(connection, "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(50))");
      }
    }
    tutti =
        TransactionSystem.builder(
                TransactionSystemConfig.builder("killed", dir.resolve("log"))
                    .recoveryInterval(Duration.ofHours(1))
                    .build())
            .resources(List.of(left, right))
            .listener(event -> listener.on(event))
            .start();
  }

  @AfterEach
  void nothingIsLeft() throws SQLException {
    assertThat(tutti.recovery().scan().isClean()).isTrue();
    assertThat(left.connectionsInUse() + right.connectionsInUse()).isZero();
    tutti.close();
    assertThat(count("left", "pg_prepared_xacts")).isZero();
  }

  private static long count(String side, String from) throws SQLException {
    try (Connection connection = SERVER.connect("killed_" + side);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + from)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void kill(String side) {
    try {
      PostgresSessions.killAll(SERVER, "killed_" + side);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Outcome write() throws SQLException {
    return H2Fixture.writeBoth(tutti, left, right, 1);
  }

  private void everywhere(long rows) throws SQLException {
    await()
        .untilAsserted(
            () -> {
              tutti.recovery().scan();
              assertThat(count("left", "item")).isEqualTo(rows);
              assertThat(count("right", "item")).isEqualTo(rows);
            });
  }

  @Test
  void inTheWorkIsARollback() throws Exception {
    assertThatThrownBy(
            () ->
                tutti.write(
                    tx -> {
                      H2Fixture.insert(tx.use(left), 1);
                      H2Fixture.insert(tx.use(right), 1);
                      kill("left");
                      return "";
                    }))
        .isInstanceOf(RolledBackException.class)
        .hasMessageContaining("left");
    everywhere(0);
  }

  @Test
  void betweenTheVotesIsARollback() throws Exception {
    listener =
        event -> {
          if (event instanceof TransactionEvent.Prepared prepared && prepared.yes()) {
            listener = other -> {};
            kill(prepared.resource().equals("left") ? "right" : "left");
          }
        };
    assertThatThrownBy(this::write).isInstanceOf(RolledBackException.class);
    everywhere(0);
  }

  @Test
  void afterItsOwnVoteIsACommit() throws Exception {
    listener =
        event -> {
          if (event instanceof TransactionEvent.Prepared prepared) {
            kill(prepared.resource());
          }
        };
    assertThat(write()).isEqualTo(Outcome.COMMITTED_PENDING);
    everywhere(1);
  }

  @Test
  void afterItsOwnVoteWhereAnotherSaysNoIsARollback() throws Exception {
    listener =
        event -> {
          if (event instanceof TransactionEvent.Prepared prepared && prepared.yes()) {
            listener = other -> {};
            kill("left");
            kill("right");
          }
        };
    assertThatThrownBy(this::write).isInstanceOf(RolledBackException.class);
    everywhere(0);
  }

  @Test
  void afterTheDecisionIsACommit() throws Exception {
    listener =
        event -> {
          if (event instanceof TransactionEvent.Decided) {
            kill("left");
            kill("right");
          }
        };
    assertThat(write()).isEqualTo(Outcome.COMMITTED_PENDING);
    everywhere(1);
  }
}
