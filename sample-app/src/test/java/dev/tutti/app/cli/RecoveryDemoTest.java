package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tutti.app.servers.RealSet;
import dev.tutti.tm.testing.ChildJvm;
import dev.tutti.xa.testing.DatabaseServer;
import dev.tutti.xa.testing.MysqlServer;
import dev.tutti.xa.testing.PostgresServer;
import dev.tutti.xa.testing.RealServers;
import dev.tutti.xa.testing.RealServers.Private;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed between its two commits, with one of the databases hanging. What the operator
 * sees then is recorded in the documentation, as it was printed.
 */
@RealServers
class RecoveryDemoTest {

  private static final Path PAGE = Path.of("..", "docs", "recovery-demo.md");

  @TempDir Path dir;
  private final StringBuilder transcript = new StringBuilder();
  private Path config;
  private Path data;

  @Test
  void anOperatorSeesWhatIsInDoubtAndThatItEnds(
      @Private PostgresServer orders, @Private MysqlServer stock) throws Exception {
    furnish(orders, "orders");
    furnish(stock, "stock");
    config = Files.writeString(dir.resolve("shop.yaml"), yaml(orders, stock));
    data = dir.resolve("data");
    killBetweenTheCommits(orders, stock);

    assertThat(rows(orders, "orders")).isEqualTo(1);
    Run list = tutti("recovery", "list");
    assertThat(list.code()).isEqualTo(ExitCode.IN_DOUBT);
    assertThat(list.out()).contains("stock waiting", "orders ");
    String id = list.out().lines().skip(2).findFirst().orElseThrow().split(" ", 2)[0];
    Run explain = tutti("recovery", "explain", id);
    assertThat(explain.out()).contains("stock: it cannot be asked now");

    stock.start();
    said("MySQL runs again.");
    Run again = tutti("recovery", "list");
    assertThat(again.out()).contains("stock finishing");
    Run scan = tutti("recovery", "scan");
    assertThat(scan.code()).isZero();
    assertThat(scan.out()).contains("nothing is in doubt");
    assertThat(tutti("recovery", "list").out()).contains("nothing is in doubt");
    assertThat(rows(stock, "stock")).isEqualTo(1);

    Files.writeString(Path.of("target", "recovery-demo.md"), transcript);
    assertThat(Files.readString(PAGE))
        .as("the documentation shows what is printed: target/recovery-demo.md")
        .contains(transcript.toString().stripTrailing());
  }

  private void killBetweenTheCommits(PostgresServer orders, MysqlServer stock) throws Exception {
    Path output = dir.resolve("output.txt");
    Process process =
        ChildJvm.start(output, BetweenCommits.class, config.toString(), data.toString());
    try {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(output).content().contains(BetweenCommits.DECIDED));
      stock.freeze();
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      await().atMost(Duration.ofMinutes(1)).until(() -> rows(orders, "orders") == 1);
    } finally {
      process.destroyForcibly().waitFor();
    }
    stock.kill();
    said(
        "A process wrote one order to PostgreSQL and MySQL. Both voted yes, the decision to commit"
            + " is in the log, PostgreSQL has committed; then the process was killed, and MySQL"
            + " too.");
  }

  private static void furnish(DatabaseServer server, String database) throws SQLException {
    server.createDatabase(database);
    try (Connection connection = server.admin(database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE placed (id INT PRIMARY KEY)");
      if (server instanceof PostgresServer) {
        statement.execute("GRANT ALL ON placed TO " + server.user());
      }
    }
  }

  private static int rows(DatabaseServer server, String database) throws SQLException {
    try (Connection connection = server.admin(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM placed")) {
      row.next();
      return row.getInt(1);
    }
  }

  private String yaml(PostgresServer orders, MysqlServer stock) throws Exception {
    Files.writeString(dir.resolve("orders.password"), orders.password());
    Files.writeString(dir.resolve("stock.password"), stock.password());
    return String.join(
        "\n",
        List.of(
            "tutti: {node: shop}",
            "tm: {recovery-interval: 1h}",
            "resources:",
            "  orders:",
            "    kind: postgresql",
            "    url: \"" + RealSet.address(orders, "orders") + "\"",
            "    user: " + orders.user(),
            "    password-file: orders.password",
            "  stock:",
            "    kind: mysql",
            "    url: \"" + RealSet.address(stock, "stock") + "\"",
            "    user: " + stock.user(),
            "    password-file: stock.password",
            ""));
  }

  private Run tutti(String... command) {
    Run run = Run.tutti(new StopSignal(), config, data, command);
    transcript
        .append("```\n$ tutti ")
        .append(plain(String.join(" ", command)))
        .append('\n')
        .append(plain(run.out() + run.err()))
        .append("```\n\nExit code ")
        .append(run.code())
        .append(".\n\n");
    return run;
  }

  private void said(String line) {
    transcript.append(line).append("\n\n");
  }

  /** Without what is another at each run. */
  private String plain(String text) {
    return text.replace(data.toString(), "DATA")
        .replaceAll("shop-[0-9a-z]{7}-1-[0-9a-f]+-[0-9a-f]+", "shop-k3v9x2m-1-6a5c0e9f-2")
        .replaceAll("shop-[0-9a-z]{7}", "shop-k3v9x2m")
        .replaceAll("131077:[0-9a-f]+:[0-9a-f]+", "131077:…")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
        .replaceAll(
            "20\\d\\d-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z?", "2026-11-23 03:00:12")
        .replaceAll("(?m)^(shop\\S+  )\\d+s +", "$14s   ")
        .replaceAll("\\d+ ?s ago", "4 s ago")
        .replaceAll(" +\n", "\n");
  }
}
