package dev.tutti.xa.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says when there is nothing to start, and where it puts what it starts. */
class ServersMainTest {

  @TempDir Path dir;

  /**
   * How it ended.
   *
   * @param code its exit code
   * @param out standard output
   * @param err standard error
   */
  private record Ended(int code, String out, String err) {}

  private Ended run(String... args) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        ServersMain.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            args);
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private void refused(String line, String... args) throws Exception {
    Ended ended = run(args);
    assertThat(ended.code()).isEqualTo(ServersMain.USAGE);
    assertThat(ended.err()).startsWith("tutti: " + line).hasLineCount(1);
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void wrongUsageIsOneLine() throws Exception {
    String data = dir.toString();
    refused("one of start, status and stop is missing", "--data", data);
    refused("restart is none of start, status and stop", "restart", "--data", data);
    refused("oracle is no server; they are postgres", "start", "oracle", "--data", data);
    refused(
        "stop is about all of them and takes nothing but --data, not mysql",
        "stop",
        "mysql",
        "--data",
        data);
    refused("--data: a directory is missing", "start", "--data");
    assertThat(run("--help").out()).contains("postgres, mysql, mariadb, artemis");
  }

  @Test
  void whereNothingWasStartedNothingRuns() throws Exception {
    Ended status = run("status", "--data", dir.toString());
    assertThat(status.code()).isEqualTo(ServersMain.UNAVAILABLE);
    assertThat(status.out().lines()).hasSize(4).allMatch(line -> line.contains("not running"));
    Ended stop = run("stop", "--data", dir.toString());
    assertThat(stop.code()).isZero();
    assertThat(stop.out()).isEqualTo("nothing is running of " + dir + "\n");
  }

  /** A number that is another process's by now is nobody to kill. */
  @Test
  void whatHasTheNumberOfAServerIsNotTheServer() throws Exception {
    long own = ProcessHandle.current().pid();
    Path pids = dir.resolve("servers.pids");
    Files.writeString(pids, "keeper=" + own + " 1\nmysql=" + own + " 1\n");
    assertThat(run("status", "--data", dir.toString()).out()).doesNotContain("pid");
    assertThat(run("stop", "--data", dir.toString()).out()).startsWith("nothing is running");
    assertThat(pids).doesNotExist();
  }

  @Test
  void whatThisMachineCannotRunIsNamedAndTheOthersAreOffered() throws Exception {
    String os = System.getProperty("os.name");
    System.setProperty("os.name", "Plan 9");
    try {
      Ended ended = run("start", "postgres", "artemis", "--data", dir.toString());
      assertThat(ended.code()).isEqualTo(ServersMain.UNAVAILABLE);
      assertThat(ended.err().lines())
          .satisfiesExactly(
              line ->
                  assertThat(line).startsWith("tutti: PostgreSQL cannot run here: its binaries"),
              line -> assertThat(line).isEqualTo("tutti: without it: tutti servers start artemis"));
      assertThat(dir).isEmptyDirectory();
    } finally {
      System.setProperty("os.name", os);
    }
  }

  @Test
  void aPortStaysUnlessSomebodyElseHasIt() throws Exception {
    KeptState state = new KeptState(dir);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int free = Ports.free();
      Files.writeString(
          state.ports(),
          "TUTTI_MYSQL_PORT=" + free + "\nTUTTI_MARIADB_PORT=" + taken.getLocalPort() + "\n");
      assertThat(state.port(KeptKind.MYSQL)).isEqualTo(free);
      assertThat(state.port(KeptKind.MARIADB)).isNotEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void theConfigurationNamesTheSameServers() throws Exception {
    String config = Files.readString(Path.of("..", "config", "servers.yaml"));
    for (KeptKind kind : KeptKind.values()) {
      String place = "127.0.0.1:${" + kind.variable() + ":" + kind.usualPort() + "}";
      assertThat(config).contains(place + kind.database().map(name -> "/" + name).orElse("\""));
    }
  }
}
