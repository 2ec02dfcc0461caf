package dev.tutti.xa.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.spi.Finding;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.xa.jdbc.JdbcResource;
import dev.tutti.xa.jdbc.JdbcResourceBuilder;
import dev.tutti.xa.jms.JmsResource;
import dev.tutti.xa.testing.ArtemisServer;
import dev.tutti.xa.testing.DatabaseServer;
import dev.tutti.xa.testing.RealServers;
import dev.tutti.xa.testing.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documentation has each check that a run on all kinds of sources reports, and no other. */
@RealServers
class DoctorPageTest {

  private static final Path PAGE = Path.of("..", "docs", "doctor.md");

  @TempDir Path dir;

  @Test
  void namesEveryCheckThatIsMade() throws Exception {
    List<ResourceManager> sources =
        List.of(
            database(JdbcResource.postgresql("postgres"), Servers.postgres()),
            database(JdbcResource.mysql("mysql"), Servers.mysql()),
            database(JdbcResource.mariadb("mariadb"), Servers.mariadb()),
            broker(Servers.artemis()));
    TransactionSystemConfig config =
        TransactionSystemConfig.builder("doctor", dir.resolve("log")).build();
    try (TransactionSystem system =
        TransactionSystem.builder(config).resources(sources).recoveryOnly().start()) {
      Set<String> made =
          system.recovery().examine(line -> {}).diagnoses().stream()
              .flatMap(diagnosis -> diagnosis.findings().stream())
              .map(Finding::check)
              .map(check -> check.startsWith("queue ") ? "queue NAME" : check)
              .collect(Collectors.toCollection(TreeSet::new));
      made.add("store directory");
      assertThat(page()).isEqualTo(made);
    }
  }

  private static Set<String> page() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| check"))
        .map(line -> line.split("\\|", 3)[1].strip())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JdbcResource database(JdbcResourceBuilder kind, DatabaseServer server) {
    server.createDatabase("doctor_page");
    return kind.url(server.url("doctor_page"))
        .user(server.user())
        .password(server.password())
        .build();
  }

  private static JmsResource broker(ArtemisServer server) {
    return JmsResource.artemis("artemis")
        .url(server.url())
        .user(server.user())
        .password(server.password())
        .queue("doctor_page")
        .build();
  }
}
