package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job on the embedded default, with real sources. */
class SyncAndVerifyTest {

  @TempDir Path dir;
  private Path data;
  private Path file;

  @BeforeEach
  void makeOrders() throws Exception {
    data = dir.resolve("data");
    Run sample = Run.tutti(data, "sample", "40");
    file = Files.writeString(dir.resolve("orders.jsonl"), sample.out());
  }

  @Test
  void landsEachRecordOnceAndFindsNoDifference() throws Exception {
    Run first = Run.tutti(data, "sync", file.toString(), "--json", "--threads", "4");
    assertThat(first.err()).isEmpty();
    assertThat(first.code()).isZero();
    assertThat(counts(first)).isEqualTo("40 0 0 0");

    Run second = Run.tutti(data, "sync", file.toString(), "--json");
    assertThat(second.code()).isZero();
    assertThat(counts(second)).isEqualTo("0 40 0 0");

    Run verify = Run.tutti(data, "verify", file.toString(), "--json");
    assertThat(verify.err()).isEmpty();
    assertThat(verify.code()).isZero();
    JsonNode json = verify.json();
    assertThat(json.get("missing").asInt()).isZero();
    assertThat(json.get("extra").asInt()).isZero();
    assertThat(json.get("different").asInt()).isZero();
    assertThat(json.get("rebuilt").asInt()).isEqualTo(40);
    assertThat(json.get("targets").get("events").get("items").asInt()).isEqualTo(40);
    assertThat(threads()).as("threads that are left").isEmpty();
  }

  @Test
  void showsWhatDiffersInPlainWords() throws Exception {
    assertThat(Run.tutti(data, "sync", file.toString()).code()).isZero();
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + data.resolve("stock"), "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM reservation WHERE order_id = 4711");
      statement.execute("UPDATE reservation SET quantity = 99 WHERE order_id = 4712");
      statement.execute("INSERT INTO reservation VALUES (1, 'x', 1, 'web-shop')");
    }

    Run file = Run.tutti(data, "verify", this.file.toString(), "--json");
    assertThat(file.code()).isEqualTo(ExitCode.DIFFERENCES);
    assertThat(file.json().get("missing").asInt()).isEqualTo(1);
    assertThat(file.json().get("extra").asInt()).isEqualTo(1);
    assertThat(file.json().get("different").asInt()).isEqualTo(1);
    assertThat(file.err())
        .contains("stock: 4711 is missing (orders.jsonl:1)")
        .contains("stock: 1 is not in the file")
        .contains("stock: 4712: quantity is 99, orders.jsonl:2 says 1");

    Run sources = Run.tutti(data, "verify", "--json");
    assertThat(sources.code()).isEqualTo(ExitCode.DIFFERENCES);
    assertThat(sources.err())
        .contains("stock: order-4711 is missing")
        .contains("orders: order-1 is missing (it is in stock)")
        .contains("events: order-1 is missing (it is in stock)")
        .contains("events: order-4712: quantity is 1, stock says 99");
  }

  @Test
  void stopsAtTheFirstBadRecordOrPassesOverIt() throws Exception {
    List<String> lines = Files.readAllLines(file);
    lines.set(3, lines.get(3).replaceFirst("\"total\":[0-9.]+", "\"total\":null"));
    lines.set(5, lines.get(5).replaceFirst("\"total\":[0-9.]+", "\"total\":-1"));
    lines.set(7, lines.get(7).replaceFirst("\"sku\":\"[^\"]*\",", ""));
    lines.set(9, "{\"id\": 1,");
    lines.add(lines.get(0).replaceFirst("\"quantity\":\\d+", "\"quantity\":77"));
    Files.write(file, lines);

    Run stop = Run.tutti(data, "sync", file.toString(), "--json", "--threads", "1");
    assertThat(stop.code()).isEqualTo(ExitCode.DIFFERENCES);
    assertThat(stop.err().strip())
        .isEqualTo(
            "orders.jsonl:4: orders.total: null not allowed; nothing of this record was written."
                + " Fix it, or use --on-error skip.");
    assertThat(counts(stop)).isEqualTo("3 0 1 0");
    assertThat(stop.json().get("complete").asBoolean()).isFalse();

    Run skip = Run.tutti(data, "sync", file.toString(), "--json", "--on-error", "skip");
    assertThat(skip.code()).isEqualTo(ExitCode.DIFFERENCES);
    assertThat(counts(skip)).isEqualTo("33 3 5 0");
    assertThat(skip.err().lines().toList())
        .hasSize(5)
        .allMatch(line -> line.endsWith("; nothing of this record was written."))
        .anyMatch(
            line -> line.startsWith("orders.jsonl:6: orders: a check of the table refuses it"))
        .anyMatch(line -> line.startsWith("orders.jsonl:8: stock.sku: the record has no field"))
        .anyMatch(line -> line.startsWith("orders.jsonl:10: column 10: not valid JSON"))
        .anyMatch(
            line ->
                line.startsWith(
                    "orders.jsonl:41: key 'order-4711' was written before with other content"));
  }

  @Test
  void aStopSignalLeavesTheRestForTheNextRun() throws Exception {
    StopSignal stop = new StopSignal();
    stop.ask(15);
    Run stopped =
        Run.tutti(
            stop,
            Path.of("..", "config", "embedded.yaml"),
            data,
            "sync",
            file.toString(),
            "--json");
    assertThat(stopped.code()).isEqualTo(143);
    assertThat(counts(stopped)).isEqualTo("0 0 0 0");
    assertThat(stopped.json().get("complete").asBoolean()).isFalse();
  }

  private static String counts(Run run) throws Exception {
    JsonNode json = run.json();
    return json.get("committed")
        + " "
        + json.get("duplicates")
        + " "
        + json.get("rejected")
        + " "
        + json.get("pending");
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("tutti"))
        .toList();
  }
}
