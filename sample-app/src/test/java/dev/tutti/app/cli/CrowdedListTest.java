package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.recovery.Crowd;
import dev.tutti.tm.testing.ScriptedResource;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand in doubt on a running node, as its operator asks for them. */
class CrowdedListTest {

  private static final int CROWD = 10_000;
  private static final Duration LIMIT = Duration.ofSeconds(2);

  @TempDir Path dir;

  @Test
  void isWholeAndQuickOverTheSocket() throws Exception {
    Path store = dir.resolve("store");
    ScriptedResource crowded = new ScriptedResource("crowded", dir.resolve("crowded"));
    Crowd.fill(store, crowded, CROWD);
    crowded.reachable(false); // The first pass leaves them alone.
    TransactionSystemConfig config =
        TransactionSystemConfig.builder("test", store)
            .recoveryInterval(Duration.ofHours(1))
            .operatorSocket(true)
            .build();
    try (TransactionSystem running =
        TransactionSystem.builder(config).resources(List.of(crowded)).start()) {
      crowded.reachable(true);
      ThreadMXBean clock = ManagementFactory.getThreadMXBean();
      long quickest = Long.MAX_VALUE;
      long work = Long.MAX_VALUE;
      for (int i = 0; i < 3; i++) {
        long begun = System.nanoTime();
        long worked = clock.getCurrentThreadCpuTime();
        Run list = Run.tutti(dir, "recovery", "list", "--store", store.toString());
        quickest = Math.min(quickest, System.nanoTime() - begun);
        work = Math.min(work, clock.getCurrentThreadCpuTime() - worked);
        assertThat(list.code()).as(list.err()).isEqualTo(ExitCode.IN_DOUBT);
        assertThat(list.out().lines().filter(line -> line.startsWith(running.nodeId())))
            .hasSize(CROWD);
        assertThat(list.out()).contains(" finishing ", " orphan ");
      }
      System.out.printf(
          "10,000 in doubt: recovery list: %d ms, of them %d ms of work to read and show it%n",
          quickest / 1_000_000, work / 1_000_000);
      // Without the time that a busy machine gives to others.
      assertThat(work).isLessThan(LIMIT.toNanos());

      JsonNode json =
          Run.tutti(dir, "recovery", "list", "--json", "--store", store.toString()).json();
      assertThat(json.get("list").get("transactions").size()).isEqualTo(CROWD);
      assertThat(json.get("list").get("logRecords").asInt()).isEqualTo(CROWD / 2);
    }
  }
}
