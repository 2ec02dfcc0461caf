package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tutti.app.admin.Scrape;
import dev.tutti.app.servers.RealSet;
import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.testing.ChildJvm;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.SmallDisk;
import dev.tutti.tm.testing.Step;
import dev.tutti.xa.config.TuttiConfiguration;
import dev.tutti.xa.testing.PostgresServer;
import dev.tutti.xa.testing.RealServers;
import dev.tutti.xa.testing.Trees;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each situation of the runbook is made, and ended by what stands there. */
@RealServers
class RunbookTest {

  @TempDir Path dir;

  @Test
  void hasAnEntryForEachAlert() throws Exception {
    assertThat(RunbookEntry.alerts())
        .containsExactly(
            "TuttiHeld",
            "TuttiInDoubtOld",
            "TuttiUnreachable",
            "TuttiLowSpace",
            "TuttiLostNode",
            "TuttiPostgresqlPreparedOld");
  }

  @Test
  void held() throws Exception {
    LeftInDoubt scene = LeftInDoubt.in(dir);
    garble(scene.data().resolve("log"), scene.id());
    List<String> records = new ArrayList<>();
    JsonNode list = scene.tutti("recovery", "list", "--json").json().get("list");
    list.get("holds").forEach(hold -> records.add(hold.get("id").asText()));
    RunbookEntry.of("TuttiHeld")
        .run(
            Map.of("ID", List.of(scene.id()), "RECORD", records),
            command -> tutti(scene.config(), scene.data(), command));
    assertThat(scene.ledger().server().committed()).containsEntry("a", "1");
    assertThat(scene.tutti("recovery", "list").code()).isZero();
  }

  /** Decided by a node whose clock was six minutes behind; seen by one that runs now. */
  @Test
  void inDoubtForLong() throws Exception {
    AlertRule rule = AlertRule.of("TuttiInDoubtOld");
    LeftInDoubt scene =
        LeftInDoubt.in(dir, () -> System.currentTimeMillis() - Duration.ofMinutes(6).toMillis());
    assertThat(scene.tutti("recovery", "list").out())
        .as("while it does not run")
        .containsPattern(scene.id() + "\\s+6m\\s+finishing\\s.*recovery scan");

    TuttiConfiguration configuration = TuttiConfiguration.load(scene.config(), scene.data());
    // Its pass at the start does not reach the ledger, and the next one is far away.
    ((ScriptedResource) configuration.resource("ledger"))
        .script()
        .once(Step.OPEN_RECOVERY, Script.fail(XAException.XAER_RMFAIL));
    try (TransactionSystem running =
        TransactionSystem.builder(configuration.system())
            .resources(configuration.resources())
            .start()) {
      Scrape scrape = new Scrape(running.recovery());
      assertThat(rule.value(scrape.text())).isBetween(360.0, 420.0);
      assertThat(rule.fires(scrape.text())).isTrue();
      assertThat(scene.tutti("recovery", "list").out())
          .contains("is running")
          .containsPattern(scene.id() + "\\s+6m\\s+finishing\\s");
      RunbookEntry.of("TuttiInDoubtOld")
          .run(
              Map.of("ID", List.of(scene.id())),
              command -> tutti(scene.config(), scene.data(), command));
      assertThat(rule.fires(scrape.text())).isFalse();
      assertThat(rule.value(scrape.text())).isZero();
    }
    assertThat(scene.ledger().server().committed()).containsEntry("a", "1");
  }

  @Test
  void lostNode() throws Exception {
    LeftInDoubt scene = LeftInDoubt.in(dir);
    Trees.delete(scene.data().resolve("log"));
    String node = scene.id().split("-", -1)[0] + "-" + scene.id().split("-", -1)[1];
    RunbookEntry.of("TuttiLostNode")
        .run(
            Map.of("ID", List.of(scene.id()), "NODE", List.of(node)),
            command -> tutti(scene.config(), scene.data(), command));
    assertThat(scene.ledger().server().prepared()).isEmpty();
  }

  /** In a process that has the data directory on a small disk of its own. */
  @Test
  void lowSpace() throws Exception {
    Path disk = Files.createDirectory(dir.resolve("disk"));
    ChildJvm.Ended ended =
        SmallDisk.run(
            disk,
            LowSpace.SIZE,
            Duration.ofSeconds(90),
            LowSpace.class,
            dir.toString(),
            disk.toString());
    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("played");
    assertThat(disk).as("gone with its process").isEmptyDirectory();
  }

  @Test
  void unreachableAndPreparedForLong(@RealServers.Private PostgresServer server) throws Exception {
    server.createDatabase("shop");
    Files.writeString(dir.resolve("shop.password"), server.password());
    Path config = Files.writeString(dir.resolve("shop.yaml"), yaml(server));
    Path data = dir.resolve("data");
    assertThat(Run.tutti(new StopSignal(), config, data, "doctor").code()).isZero();

    server.stop();
    RunbookEntry.of("TuttiUnreachable")
        .run(
            Map.of("NAME", List.of("orders")),
            command -> {
              if (command.equals("# bring the server back")) {
                server.start();
                return "";
              }
              return tutti(config, data, command);
            });

    psql(server, "BEGIN; CREATE TABLE theirs (id INT); PREPARE TRANSACTION 'theirs-1'");
    RunbookEntry.of("TuttiPostgresqlPreparedOld")
        .run(
            Map.of("GID", List.of("theirs-1")),
            command ->
                command.startsWith("psql -c ")
                    ? psql(server, command.substring("psql -c \"".length(), command.length() - 1))
                    : tutti(config, data, command));
  }

  private static String yaml(PostgresServer server) {
    return String.join(
        "\n",
        "tutti: {node: shop}",
        "resources:",
        "  orders:",
        "    kind: postgresql",
        "    url: \"" + RealSet.address(server, "shop") + "\"",
        "    user: " + server.user(),
        "    password-file: shop.password",
        "");
  }

  static String tutti(Path config, Path data, String command) {
    assertThat(command).startsWith("tutti ");
    Run run =
        Run.tutti(
            new StopSignal(), config, data, command.substring("tutti ".length()).split(" ", -1));
    return run.out() + run.err();
  }

  /** As psql prints it, more or less. */
  private static String psql(PostgresServer server, String sql) throws Exception {
    try (Connection connection = server.admin("shop");
        Statement statement = connection.createStatement()) {
      if (!sql.startsWith("SELECT")) {
        statement.execute(sql);
        return "";
      }
      StringBuilder out = new StringBuilder();
      int rows = 0;
      try (ResultSet row = statement.executeQuery(sql)) {
        for (; row.next(); rows++) {
          out.append(row.getString(1)).append(" | ").append(row.getString(2)).append(" | x\n");
        }
      }
      return out + "(" + rows + " rows)\n";
    }
  }

  private static void garble(Path log, String id) throws Exception {
    try (Stream<Path> files = Files.list(log)) {
      for (Path file : files.filter(f -> f.toString().contains("journal-")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (int at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
          bytes[at] ^= 0x40;
        }
        Files.write(file, bytes);
      }
    }
  }
}
