package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Usage, configuration and the other commands. */
class CommandLineTest {

  @TempDir Path dir;

  @Test
  void wrongUsageIsTwo() {
    assertThat(run("synk").code()).isEqualTo(ExitCode.USAGE);
    assertThat(run("synk").err()).contains("Did you mean: tutti sync").hasLineCount(1);
    assertThat(run().code()).isEqualTo(ExitCode.USAGE);
    assertThat(run("sync", "x", "--threads", "0", "--json").code()).isEqualTo(ExitCode.USAGE);
    assertThat(run("sync", "nowhere.jsonl").err())
        .isEqualTo("tutti: nowhere.jsonl: no such file\n");
  }

  @Test
  void aPathThatIsSomethingElseIsTwoAndSaysWhat() throws Exception {
    Path plain = Files.writeString(dir.resolve("plain"), "");
    for (String command : new String[] {"sync", "verify"}) {
      Run directory = run(command, dir.toString());
      assertThat(directory.code()).isEqualTo(ExitCode.USAGE);
      assertThat(directory.err())
          .startsWith("tutti: FILE: " + dir + " is a directory; name a file")
          .hasLineCount(1);
      Run missing = run(command, "nowhere.jsonl");
      assertThat(missing.err()).isEqualTo("tutti: nowhere.jsonl: no such file\n");
    }
    Run data = Run.tutti(plain, "verify");
    assertThat(data.code()).isEqualTo(ExitCode.USAGE);
    assertThat(data.err())
        .isEqualTo("tutti: --data: " + plain + " is not a directory; name another\n");
    Run under = Run.tutti(plain.resolve("d"), "verify");
    assertThat(under.code()).isEqualTo(ExitCode.USAGE);
    assertThat(under.err())
        .startsWith("tutti: --data: " + plain.resolve("d") + " cannot be made")
        .hasLineCount(1);
    Run config = Run.tutti(new StopSignal(), dir, dir.resolve("d"), "verify");
    assertThat(config.code()).isEqualTo(ExitCode.USAGE);
    assertThat(config.err())
        .isEqualTo("tutti: --config: " + dir + " is a directory; name a configuration file\n");
    assertThat(dir.resolve("d")).doesNotExist();
  }

  @Test
  void aWrongConfigurationIsTwoAndOneLine() throws Exception {
    Path config = dir.resolve("bad.yaml");
    Files.writeString(
        config,
        Files.readString(Path.of("..", "config", "embedded.yaml"))
            .replace("timeout: 30s", "timeuot: 30s"));
    Run run = Run.tutti(new StopSignal(), config, dir.resolve("d"), "verify", "--json");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .isEqualTo("tutti: bad.yaml:16: tm.timeuot: is unknown; did you mean tm.timeout?\n");
    assertThat(run.json().get("error").asText()).contains("tm.timeuot");
    assertThat(run.json().get("exit").asInt()).isEqualTo(2);
    assertThat(dir.resolve("d/log")).doesNotExist();
  }

  @Test
  void aMappingThatDoesNotFitTheTableIsTwo() throws Exception {
    Path config = dir.resolve("embedded.yaml");
    Files.createDirectory(dir.resolve("embedded"));
    for (String sql : new String[] {"orders.sql", "stock.sql"}) {
      Files.copy(Path.of("..", "config", "embedded", sql), dir.resolve("embedded").resolve(sql));
    }
    Files.writeString(
        config,
        Files.readString(Path.of("..", "config", "embedded.yaml"))
            .replace("sku: \"{sku}\"\n        quantity", "skuu: \"{sku}\"\n        quantity"));
    Run run = Run.tutti(new StopSignal(), config, dir.resolve("d"), "verify");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .isEqualTo(
            "tutti: embedded.yaml: mapping.tables.stock.columns.skuu: the table has no such column;"
                + " its columns are order_id, sku, quantity, origin\n");
  }

  @Test
  void initAndScanWork() throws Exception {
    Path data = dir.resolve("data");
    Run init = Run.tutti(data, "init", "--json");
    assertThat(init.code()).as(init.err()).isZero();
    assertThat(init.json().get("statements").asInt()).isEqualTo(3);

    Run scan = Run.tutti(data, "recovery", "scan", "--json");
    assertThat(scan.code()).as(scan.err()).isZero();
    assertThat(scan.json().get("clean").asBoolean()).isTrue();
    assertThat(Run.tutti(data, "recovery", "accept", "nobody").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void generatesACompletionScript() {
    assertThat(run("generate-completion").out()).contains("complete -F").contains("recovery");
  }

  private static Run run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new StopSignal(), new PrintWriter(out), new PrintWriter(err), args);
    return new Run(code, out.toString(), err.toString());
  }
}
