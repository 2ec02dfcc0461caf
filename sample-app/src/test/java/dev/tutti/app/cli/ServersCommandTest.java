package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tutti.xa.testing.Servers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's walk over real servers, as a person takes it: the servers are started by a command
 * and outlive it.
 */
@Tag("campaign")
class ServersCommandTest {

  private static final Path CONFIG = Path.of("..", "config", "servers.yaml");
  private static final Path FILE = Path.of("data", "orders.jsonl");
  private static final List<String> NAMES = List.of("postgres", "mysql", "mariadb", "artemis");

  @TempDir Path dir;
  private Path data;
  private Path pids;

  @BeforeEach
  void prepare() throws IOException {
    Servers.require();
    data = Files.createDirectory(dir.resolve("data"));
    pids = data.resolve("servers.pids");
    // Ports that no other build on this machine takes at the same time.
    List<String> ports = new ArrayList<>();
    for (String name : NAMES) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        ports.add("TUTTI_" + name.toUpperCase(Locale.ROOT) + "_PORT=" + socket.getLocalPort());
      }
    }
    Files.write(data.resolve("servers.env"), ports, StandardCharsets.UTF_8);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    if (Files.exists(pids)) {
      servers("stop");
    }
  }

  @Test
  void aFileLandsInRealServersThatACommandStartedAndAnotherStops() throws Exception {
    Run started = servers("start");
    assertThat(started.code()).as(started.toString()).isZero();
    Properties processes = processes();
    assertThat(processes.stringPropertyNames()).containsAll(NAMES).contains("keeper");
    for (String name : NAMES) {
      assertThat(started.out())
          .containsPattern(name + " +127\\.0\\.0\\.1:\\d+ +running +pid " + pid(processes, name));
    }
    assertThat(servers("status").out()).isEqualTo(started.out());
    Run again = servers("start");
    assertThat(again.code()).isZero();
    assertThat(again.err())
        .startsWith("tutti: already started: postgres, mysql, mariadb, artemis")
        .hasLineCount(1);
    assertThat(processes()).as("the same processes").isEqualTo(processes);
    nobodyReadsAPasswordInTheListOfProcesses(processes);

    assertThat(counts(sync())).isEqualTo("200 0 0 0");
    assertThat(verify()).isZero();
    assertThat(counts(sync())).isEqualTo("0 200 0 0");

    Run stopped = servers("stop");
    assertThat(stopped.code()).as(stopped.toString()).isZero();
    assertThat(stopped.out()).isEqualTo("stopped: postgres, mysql, mariadb, artemis\n");
    assertThat(alive(processes)).isEmpty();
    assertThat(servers("status").code()).isEqualTo(ExitCode.UNAVAILABLE);
    Run stoppedAgain = servers("stop");
    assertThat(stoppedAgain.code()).isZero();
    assertThat(stoppedAgain.out()).isEqualTo("nothing is running of " + data + "\n");

    Run alone = sync();
    assertThat(alone.code()).as("without servers").isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(alone.err().lines())
        .as("each with its reason")
        .hasSize(4)
        .allMatch(line -> line.matches("unreachable: (orders|stock|shipping|events): .+"));
    assertThat(servers("start").code()).isZero();
    assertThat(counts(sync())).as("their data stayed").isEqualTo("0 200 0 0");
    assertThat(verify()).isZero();

    Properties second = processes();
    ProcessHandle.of(pid(second, "keeper")).orElseThrow().destroyForcibly();
    Awaitility.await("they do not outlive their keeper").until(() -> alive(second).isEmpty());
    Run late = servers("stop");
    assertThat(late.code()).isZero();
    assertThat(late.out()).isEqualTo("nothing is running of " + data + "\n");
  }

  /** A command of the fixture, in a JVM that ends before its servers do. */
  private Run servers(String verb) throws Exception {
    Path out = Files.createTempFile(dir, "out", ".txt");
    Path err = Files.createTempFile(dir, "err", ".txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.tutti.xa.testing.ServersMain",
                verb,
                "--data",
                data.toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("it ends by itself").isTrue();
      return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }

  private Run sync() {
    return Run.tutti(new StopSignal(), CONFIG, data, "sync", "--json", FILE.toString());
  }

  private int verify() {
    return Run.tutti(new StopSignal(), CONFIG, data, "verify", FILE.toString()).code();
  }

  private static String counts(Run run) throws Exception {
    assertThat(run.code()).as(run.toString()).isZero();
    JsonNode json = run.json();
    return json.get("committed")
        + " "
        + json.get("duplicates")
        + " "
        + json.get("rejected")
        + " "
        + json.get("pending");
  }

  private Properties processes() throws IOException {
    Properties read = new Properties();
    try (var reader = Files.newBufferedReader(pids, StandardCharsets.UTF_8)) {
      read.load(reader);
    }
    return read;
  }

  private static long pid(Properties processes, String name) {
    return Long.parseLong(processes.getProperty(name).split(" ", -1)[0]);
  }

  private static List<String> alive(Properties processes) {
    return processes.stringPropertyNames().stream()
        .filter(
            name ->
                ProcessHandle.of(pid(processes, name)).filter(ServersCommandTest::runs).isPresent())
        .toList();
  }

  /** A zombie, which nobody has waited for yet, does not. */
  private static boolean runs(ProcessHandle handle) {
    try {
      return handle.isAlive()
          && !Files.readString(
                  Path.of("/proc/" + handle.pid() + "/stat"), StandardCharsets.ISO_8859_1)
              .matches("(?s).*\\) [ZX] .*");
    } catch (IOException e) {
      return false;
    }
  }

  private static void nobodyReadsAPasswordInTheListOfProcesses(Properties processes)
      throws IOException {
    for (String name : processes.stringPropertyNames()) {
      assertThat(
              Files.readString(
                  Path.of("/proc/" + pid(processes, name) + "/cmdline"),
                  StandardCharsets.ISO_8859_1))
          .as(name)
          .isNotEmpty()
          .doesNotContain("pw-app");
    }
  }
}
