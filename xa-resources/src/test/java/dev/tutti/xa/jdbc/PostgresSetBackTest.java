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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is restored, with its server, to before a decision. */
@RealServers
class PostgresSetBackTest {

  @TempDir Path dir;

  private static JdbcResource resource(String name, PostgresServer server) throws Exception {
    server.createDatabase("setback_" + name);
    try (Connection connection = server.connect("setback_" + name)) {
      H2Fixture.run(connection, "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(50))");
    }
    return JdbcResource.postgresql(name)
        .url(server.url("setback_" + name))
        .user(server.user())
        .password(server.password())
        .build();
  }

  @Test
  void isHeldUntilItIsAccepted(@RealServers.Private PostgresServer server) throws Exception {
    JdbcResource left = resource("left", Servers.postgres());
    JdbcResource right = resource("right", server);
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
      copy(server.data(), copy);
      server.start();
      try (Connection admin = server.admin("setback_right")) {
        H2Fixture.run(admin, "SELECT pg_switch_wal()");
      }
      tutti.recovery().scan();

      assertThat(write(tutti, left, right, 1)).isEqualTo(Outcome.COMMITTED_PENDING);
      delete(server.data());
      copy(copy, server.data());
      server.start();

      RecoveryReport report = tutti.recovery().scan();
      assertThat(report.held()).anyMatch(h -> h.contains("right: this server was set back"));
      assertThat(report.remaining()).hasSize(1);
      assertThatThrownBy(() -> write(tutti, left, right, 2))
          .rootCause()
          .hasMessageContaining("set back to an earlier moment");
      tutti.recovery().acceptIdentity("right");
      assertThat(tutti.recovery().scan().isClean()).isTrue();
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

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        owner(file, target);
      }
    }
  }

  /** The server refuses files of somebody else. */
  private static void owner(Path file, Path target) throws IOException {
    Files.setOwner(target, Files.getOwner(file));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(PostgresSetBackTest::remove);
    }
  }

  private static void remove(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
