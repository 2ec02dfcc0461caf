package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.app.admin.Scrape;
import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.xa.config.TuttiConfiguration;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A node whose data directory is a disk of its own, a little larger than the alert wants it. */
public final class LowSpace {

  static final String SIZE = "1064m";
  private static final int FILLER = 64 << 20;

  private static final String YAML =
      """
      tutti: {node: scene}
      tm: {recovery-interval: 1h, operator-socket: true}
      resources:
        orders: {kind: scripted, directory: orders}
        ledger: {kind: scripted, directory: ledger}
      """;

  private LowSpace() {}

  /** Takes a directory for the configuration, and the one that is the disk. */
  public static void main(String[] args) throws Exception {
    Path config = Files.writeString(Path.of(args[0], "low.yaml"), YAML);
    Path data = Path.of(args[1]);
    becomesLowAndIsOver(config, data);
    isToldAtTheStart(config, data);
    System.out.println("played");
  }

  private static TransactionSystem start(TuttiConfiguration configuration) throws Exception {
    return TransactionSystem.builder(configuration.system())
        .resources(configuration.resources())
        .start();
  }

  private static void becomesLowAndIsOver(Path config, Path data) throws Exception {
    AlertRule rule = AlertRule.of("TuttiLowSpace");
    Path filler = data.resolve("filler");
    try (TransactionSystem tutti = start(TuttiConfiguration.load(config, data))) {
      Scrape scrape = new Scrape(tutti.recovery());
      assertThat(rule.fires(scrape.text())).as("%s", rule.value(scrape.text())).isFalse();
      Files.write(filler, new byte[FILLER]);
      tutti.recovery().scan();
      assertThat(rule.fires(scrape.text())).as("%s", rule.value(scrape.text())).isTrue();
      assertThat(RunbookTest.tutti(config, data, "tutti doctor")).contains("  WARN  space: ");

      RunbookEntry.of("TuttiLowSpace")
          .run(
              Map.of(),
              command -> {
                if (command.equals("# free space on that disk")) {
                  Files.delete(filler);
                  return "";
                }
                return RunbookTest.tutti(config, data, command);
              });
      assertThat(rule.fires(scrape.text())).as("%s", rule.value(scrape.text())).isFalse();
    }
  }

  /**
   * What a person reads who starts a node on a full disk, and that it starts once there is room.
   */
  private static void isToldAtTheStart(Path config, Path data) throws Exception {
    FileStore disk = Files.getFileStore(data);
    long used = disk.getTotalSpace() - disk.getUsableSpace();
    resize(data, used + (64 << 10));
    Run refused = Run.tutti(new StopSignal(), config, data, "recovery", "scan");
    assertThat(refused.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(refused.err().lines().filter(line -> line.startsWith("tutti: ")))
        .singleElement()
        .asString()
        .contains(data.resolve("log") + ": its disk is full (", "free space on it");
    resize(data, used + (32 << 20));
    TuttiConfiguration configuration = TuttiConfiguration.load(config, data);
    try (TransactionSystem tutti = start(configuration)) {
      ScriptedResource orders = (ScriptedResource) configuration.resource("orders");
      ScriptedResource ledger = (ScriptedResource) configuration.resource("ledger");
      tutti.write(
          tx -> {
            tx.use(orders).put("a", "1");
            tx.use(ledger).put("a", "1");
            return "";
          });
      assertThat(RunbookTest.tutti(config, data, "tutti doctor"))
          .contains("  PASS  decision log: every record can be read", "  FAIL  space: ");
    }
  }

  private static void resize(Path disk, long bytes) throws Exception {
    Process mount =
        new ProcessBuilder("mount", "-o", "remount,size=" + bytes, disk.toString())
            .inheritIO()
            .start();
    assertThat(mount.waitFor()).isZero();
  }
}
