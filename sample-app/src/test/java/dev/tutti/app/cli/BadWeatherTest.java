package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that is away, and a log that is damaged: one clear line, and the exit code. */
class BadWeatherTest {

  private static final String SECRET = "correct-horse-battery";

  @TempDir Path dir;
  private Path data;
  private Path file;

  @BeforeEach
  void makeOrders() throws Exception {
    data = dir.resolve("data");
    file = Files.writeString(dir.resolve("orders.jsonl"), Run.tutti(data, "sample", "5").out());
  }

  @Test
  void aSourceThatIsAwayIsNamedAndNothingIsWritten() throws Exception {
    Path schema = Path.of("..", "config", "embedded", "orders.sql").toAbsolutePath().normalize();
    Path config =
        Files.writeString(
            dir.resolve("remote.yaml"),
            String.join(
                "\n",
                "tutti: {node: remote}",
                "receipts: orders",
                "resources:",
                "  orders: {kind: h2, file: orders, schema: " + schema + "}",
                "  events: {kind: artemis, url: 'tcp://127.0.0.1:" + closedPort() + "', user: u,",
                "    password: " + SECRET + ", queues: [order-placed]}",
                "mapping:",
                "  key: 'order-{id}'",
                "  tables:",
                "    orders: {resource: orders, table: orders, write: insert, key: id, columns:",
                "      {id: '{id}', customer: '{customer}', city: '{city}', total: '{total}',",
                "       placed_at: '{placedAt}', express: '{express}'}}",
                "  queues:",
                "    events: {resource: events, queue: order-placed}",
                ""));

    Run run = Run.tutti(new StopSignal(), config, data, "sync", file.toString(), "--json");

    assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(run.err()).contains("unreachable: events").doesNotContain(SECRET);
    assertThat(run.json().get("committed").asInt()).isZero();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1))
            .as(each.toString())
            .doesNotContain(SECRET);
      }
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aDamagedLogIsHeldUntilSomebodySaysSo() throws Exception {
    assertThat(Run.tutti(data, "sync", file.toString()).code()).isZero();
    garbleTheLog();

    Run scan = Run.tutti(data, "recovery", "scan", "--json");
    assertThat(scan.code()).isEqualTo(ExitCode.IN_DOUBT);
    assertThat(scan.json().get("clean").asBoolean()).isFalse();
    assertThat(scan.json().get("held").toString()).contains("the decision log is damaged");

    assertThat(Run.tutti(data, "verify").code()).isEqualTo(ExitCode.IN_DOUBT);
    Run list = Run.tutti(data, "recovery", "list", "--json");
    assertThat(list.code()).isEqualTo(ExitCode.IN_DOUBT);
    String record = list.json().get("list").get("holds").get(0).get("id").asText();
    assertThat(Run.tutti(data, "recovery", "explain", record).out())
        .contains("no prepared branch depends on it");
    assertThat(Run.tutti(data, "recovery", "resolve", record, "--release", "--yes").code())
        .isZero();
    assertThat(Run.tutti(data, "recovery", "scan").code()).isZero();
  }

  private void garbleTheLog() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("log"))) {
      List<Path> journals =
          files.filter(f -> f.getFileName().toString().startsWith("journal-")).toList();
      assertThat(journals).hasSize(1);
      byte[] bytes = Files.readAllBytes(journals.get(0));
      bytes[30] ^= 0x40;
      Files.write(journals.get(0), bytes);
    }
  }
}
