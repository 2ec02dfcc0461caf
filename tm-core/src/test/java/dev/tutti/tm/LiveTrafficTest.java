package dev.tutti.tm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.testing.ScriptedResource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recovery while everybody writes. */
class LiveTrafficTest {

  private static final int WRITES = 2_000;
  private static final int WRITERS = 8;

  @TempDir Path dir;

  @Test
  void twoRecoveriesInALoopTouchNoLiveTransaction() throws Exception {
    ScriptedResource left = new ScriptedResource("left", dir.resolve("left"));
    ScriptedResource right = new ScriptedResource("right", dir.resolve("right"));
    Queue<TransactionEvent> meddling = new ConcurrentLinkedQueue<>();
    AtomicBoolean writing = new AtomicBoolean(true);
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 2);
    try (TransactionSystem tutti =
        TransactionSystem.builder(
                TransactionSystemConfig.builder("test", dir.resolve("store"))
                    .recoveryInterval(Duration.ofMillis(100))
                    .build())
            .resources(List.of(left, right))
            .listener(
                event -> {
                  if (event instanceof TransactionEvent.Recovered
                      || event instanceof TransactionEvent.Held) {
                    meddling.add(event);
                  }
                })
            .start()) {
      List<Future<Integer>> scanners = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Callable<Integer> scanner =
            () -> {
              int scans = 0;
              do {
                RecoveryReport report = tutti.recovery().scan();
                assertThat(report.rolledBack()).isZero();
                assertThat(report.committed()).isZero();
                scans++;
              } while (writing.get());
              return scans;
            };
        scanners.add(threads.submit(scanner));
      }
      List<Future<Integer>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        Callable<Integer> writer =
            () -> {
              int written = 0;
              for (int n = next.getAndIncrement(); n < WRITES; n = next.getAndIncrement()) {
                String key = "k" + n;
                Outcome outcome =
                    tutti
                        .write(
                            tx -> {
                              tx.use(left).put(key, "l");
                              tx.use(right).put(key, "r");
                              return "";
                            })
                        .outcome();
                assertThat(outcome).isEqualTo(Outcome.COMMITTED);
                written++;
              }
              return written;
            };
        writers.add(threads.submit(writer));
      }
      int written = 0;
      for (Future<Integer> writer : writers) {
        written += writer.get();
      }
      writing.set(false);
      for (Future<Integer> scanner : scanners) {
        assertThat(scanner.get()).as("scans during the load").isGreaterThan(2);
      }

      assertThat(written).isEqualTo(WRITES);
      assertThat(meddling).isEmpty();
      assertThat(left.server().committed()).hasSize(WRITES);
      assertThat(right.server().committed()).hasSize(WRITES);
      assertThat(tutti.recovery().scan().isClean()).isTrue();
    } finally {
      threads.shutdownNow();
    }
  }
}
