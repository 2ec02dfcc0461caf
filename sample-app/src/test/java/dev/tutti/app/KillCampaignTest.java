package dev.tutti.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at random moments of a sync on the embedded default. After each one a restart must find
 * nothing in doubt, an empty log, and sources that agree with each other; at the end of the file
 * they agree with the file, and nothing is there twice.
 *
 * <p>{@code -Dtutti.kill.rounds=100} is the long run, {@code -Dtutti.kill.seed} repeats one.
 */
@Tag("campaign-too")
@Timeout(value = 3, unit = TimeUnit.HOURS)
class KillCampaignTest {

  private static final int ROUNDS = Integer.getInteger("tutti.kill.rounds", 10);
  private static final int RECORDS = Integer.getInteger("tutti.kill.records", 4_000);
  private static final long SEED = Long.getLong("tutti.kill.seed", System.nanoTime());
  private static final long LEAST_MILLIS = 700;
  // Longer than a start on a slow machine takes, and no longer than there is something to write.
  private static final long SPREAD_MILLIS = RECORDS < 20_000 ? 6_000 : 12_000;
  private static final long LIMIT_SECONDS = 600;

  private final ObjectMapper json = new ObjectMapper();
  private final Random random = new Random(SEED);
  @TempDir Path dir;
  private Path file;
  private int runs;
  private long spread = SPREAD_MILLIS / 2;

  /** How a command ended; killed if the exit code is 137. */
  private record Run(int exit, String out, String err) {}

  @Test
  void killedAtAnyMomentItEndsEverywhereOrNowhereAndGoesOn() throws Exception {
    System.out.println("kill campaign: " + ROUNDS + " rounds, seed " + SEED);
    file = writeOrders();
    Path data = nextDataDirectory();
    int kills = 0;
    int files = 0;
    int before = 0;
    while (kills < ROUNDS) {
      Run sync = sync(data, LEAST_MILLIS + random.nextLong(spread));
      if (sync.exit() == 137) {
        kills++;
        int records = assertSourcesAgree(data, kills);
        if (records == before) {
          // A slow machine: it was killed before its first write.
          spread = Math.min(2 * spread, SPREAD_MILLIS);
        }
        before = records;
      } else {
        before = 0;
        assertComplete(data, sync);
        files++;
        data = nextDataDirectory();
      }
    }
    assertComplete(data, sync(data, TimeUnit.SECONDS.toMillis(LIMIT_SECONDS)));
    System.out.printf(
        Locale.ROOT, "kill campaign: %d kills, %d files completed%n", kills, files + 1);
  }

  private Path nextDataDirectory() {
    runs++;
    return dir.resolve("data-" + runs);
  }

  /** How many records they hold. */
  private int assertSourcesAgree(Path data, int kill) throws Exception {
    Run verify = tutti(0, "verify", "--json", "--data", data.toString());
    String about = "after kill " + kill + ", seed " + SEED + ": " + verify.out() + verify.err();
    assertThat(verify.exit()).as(about).isZero();
    JsonNode report = json.readTree(verify.out());
    assertThat(report.path("missing").asInt(-1)).as(about).isZero();
    assertThat(report.path("extra").asInt(-1)).as(about).isZero();
    assertThat(report.path("different").asInt(-1)).as(about).isZero();
    assertThat(report.path("recovery").path("logRecords").asInt(-1)).as(about).isZero();
    assertThat(report.path("recovery").path("clean").asBoolean()).as(about).isTrue();
    int records = report.path("records").asInt();
    System.out.printf(Locale.ROOT, "kill %d: %d records agree%n", kill, records);
    return records;
  }

  private void assertComplete(Path data, Run sync) throws Exception {
    assertThat(sync.exit()).as(sync.out() + sync.err()).isZero();
    JsonNode report = json.readTree(sync.out());
    assertThat(report.path("committed").asInt() + report.path("duplicates").asInt())
        .isEqualTo(RECORDS);
    assertThat(report.path("rejected").asInt(-1)).isZero();
    assertThat(report.path("pending").asInt(-1)).isZero();
    Run verify = tutti(0, "verify", "--json", "--data", data.toString(), file.toString());
    assertThat(verify.exit()).as(verify.out() + verify.err()).isZero();
    JsonNode counts = json.readTree(verify.out());
    for (String target : new String[] {"orders", "stock", "events"}) {
      assertThat(counts.path("targets").path(target).path("items").asInt(-1))
          .as(target)
          .isEqualTo(RECORDS);
    }
    System.out.printf(
        Locale.ROOT,
        "completed: %d committed, %d duplicates, %d records/s%n",
        report.path("committed").asInt(),
        report.path("duplicates").asInt(),
        report.path("recordsPerSecond").asInt());
  }

  private Run sync(Path data, long killAfterMillis) throws Exception {
    return tutti(killAfterMillis, "sync", "--json", "--data", data.toString(), file.toString());
  }

  /** Runs the command line in a JVM of its own; a limit of 0 means that it must end by itself. */
  private Run tutti(long killAfterMillis, String... args) throws Exception {
    Path out = Files.createTempFile(dir, "out", ".txt");
    Path err = Files.createTempFile(dir, "err", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dtutti.home=" + Path.of("").toAbsolutePath());
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("dev.tutti.app.cli.Main");
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    long limit = killAfterMillis == 0 ? TimeUnit.SECONDS.toMillis(LIMIT_SECONDS) : killAfterMillis;
    if (!process.waitFor(limit, TimeUnit.MILLISECONDS)) {
      process.destroyForcibly(); // SIGKILL
      process.waitFor();
    }
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Path writeOrders() throws IOException {
    Path orders = dir.resolve("orders.jsonl");
    String[] cities = {"Gent", "Porto", "Graz", "Turku"};
    try (BufferedWriter out = Files.newBufferedWriter(orders)) {
      for (int i = 0; i < RECORDS; i++) {
        out.write(
            String.format(
                Locale.ROOT,
                "{\"id\":%d,\"customer\":\"Customer %d\",\"city\":\"%s\",\"sku\":\"sku-%d\","
                    + "\"quantity\":%d,\"total\":%d.%02d,\"placedAt\":\"2026-03-02T08:%02d:%02dZ\","
                    + "\"express\":%b}%n",
                i + 1,
                i % 977,
                cities[i % cities.length],
                i % 53,
                1 + i % 9,
                1 + i % 500,
                i % 100,
                i / 60 % 60,
                i % 60,
                i % 3 == 0));
      }
    }
    return orders;
  }
}
