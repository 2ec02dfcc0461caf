package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.xa.testing.MysqlServer;
import dev.tutti.xa.testing.PostgresServer;
import dev.tutti.xa.testing.RealServers;
import dev.tutti.xa.testing.RealServers.Private;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private KilledShop shop;

  @Test
  void anOperatorSeesWhatIsInDoubtAndThatItEnds(
      @Private PostgresServer orders, @Private MysqlServer stock) throws Exception {
    shop = KilledShop.of(dir, orders, stock);
    said(
        "A process wrote one order to PostgreSQL and MySQL. Both voted yes, the decision to commit"
            + " is in the log, PostgreSQL has committed; then the process was killed, and MySQL"
            + " too.");

    assertThat(KilledShop.rows(orders, "orders")).isEqualTo(1);
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
    assertThat(KilledShop.rows(stock, "stock")).isEqualTo(1);

    Files.writeString(Path.of("target", "recovery-demo.md"), transcript);
    assertThat(Files.readString(PAGE))
        .as("the documentation shows what is printed: target/recovery-demo.md")
        .contains(transcript.toString().stripTrailing());
  }

  private Run tutti(String... command) {
    Run run = Run.tutti(new StopSignal(), shop.config(), shop.data(), command);
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
    return text.replace(shop.data().toString(), "DATA")
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
