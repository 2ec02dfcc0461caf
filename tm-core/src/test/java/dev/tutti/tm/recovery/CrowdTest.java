package dev.tutti.tm.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.log.BranchRecord;
import dev.tutti.tm.log.BranchRecord.Progress;
import dev.tutti.tm.log.DecisionRecord;
import dev.tutti.tm.log.Owner;
import dev.tutti.tm.log.Store;
import dev.tutti.tm.log.XidKey;
import dev.tutti.tm.recovery.socket.OperatorClient;
import dev.tutti.tm.testing.ScriptedResource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand transactions in doubt at once: half of them decided, half orphans. */
class CrowdTest {

  private static final int CROWD = 10_000;
  private static final Duration LIST_LIMIT = Duration.ofSeconds(2);
  private static final Duration WRITE_LIMIT = Duration.ofSeconds(1);
  private static final int DECIDERS = 32;

  @TempDir Path dir;

  @Test
  void areListedAtOnceAndFinishedWithoutAPauseOfLiveTraffic() throws Exception {
    ScriptedResource crowded = new ScriptedResource("crowded", dir.resolve("crowded"));
    fill(crowded);
    TransactionSystemConfig config =
        TransactionSystemConfig.builder("test", dir.resolve("store"))
            .recoveryInterval(Duration.ofHours(1))
            .operatorSocket(true)
            .build();
    try (TransactionSystem stopped =
        TransactionSystem.builder(config).resources(List.of(crowded)).recoveryOnly().start()) {
      timed("list on a stopped node", LIST_LIMIT, stopped.recovery());
    }
    ScriptedResource left = new ScriptedResource("left", dir.resolve("left"));
    ScriptedResource right = new ScriptedResource("right", dir.resolve("right"));
    crowded.reachable(false);
    try (TransactionSystem tutti =
        TransactionSystem.builder(config).resources(List.of(crowded, left, right)).start()) {
      crowded.reachable(true);
      OperatorClient client = OperatorClient.connect(config.store()).orElseThrow();
      timed("list of a running node", LIST_LIMIT, client);
      long slowest = slowestWriteDuring(tutti, left, right);
      assertThat(slowest).isLessThan(WRITE_LIMIT.toNanos());
      assertThat(crowded.server().prepared()).isEmpty();
      assertThat(crowded.server().committed()).hasSize(CROWD / 2);
      assertThat(tutti.recovery().scan().isClean()).isTrue();
    }
  }

  /** The quickest of three: the machine may be busy with something else. */
  private static void timed(String what, Duration limit, RecoveryAdmin admin) {
    long quickest = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      RecoveryList list = admin.list();
      quickest = Math.min(quickest, System.nanoTime() - start);
      assertThat(list.transactions()).hasSize(CROWD);
    }
    say("%s: %d ms", what, quickest / 1_000_000);
    assertThat(quickest).as(what).isLessThan(limit.toNanos());
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, "10,000 in doubt: " + format, values));
  }

  private static long slowestWriteDuring(
      TransactionSystem tutti, ScriptedResource left, ScriptedResource right) throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      long start = System.nanoTime();
      Future<RecoveryReport> scan = thread.submit(() -> tutti.recovery().scan());
      long slowest = 0;
      int writes = 0;
      while (!scan.isDone()) {
        String key = "w" + writes++;
        long begun = System.nanoTime();
        tutti.write(
            tx -> {
              tx.use(left).put(key, "l");
              tx.use(right).put(key, "r");
              return "";
            });
        slowest = Math.max(slowest, System.nanoTime() - begun);
      }
      RecoveryReport report = scan.get();
      say(
          "a pass ended them in %d ms; %d writes meanwhile, the slowest %d ms",
          (System.nanoTime() - start) / 1_000_000, writes, slowest / 1_000_000);
      assertThat(report.committed()).isEqualTo(CROWD / 2);
      assertThat(report.rolledBack()).isEqualTo(CROWD / 2);
      assertThat(writes).as("writes during the pass").isGreaterThan(20);
      return slowest;
    } finally {
      thread.shutdownNow();
    }
  }

  private void fill(ScriptedResource crowded) throws Exception {
    ExecutorService deciders = Executors.newFixedThreadPool(DECIDERS);
    try (Store store = Store.open(dir.resolve("store"), "test")) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CROWD; i++) {
        XidKey xid = xid(store, i);
        crowded.branch(Map.of("k" + i, "v")).prepare(xid);
        if (i % 2 == 0) {
          all.add(deciders.submit(() -> decide(store, xid)));
        }
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      deciders.shutdownNow();
    }
  }

  private static Void decide(Store store, XidKey xid) throws Exception {
    store
        .journal()
        .decide(
            new DecisionRecord(
                Owner.of(xid).orElseThrow().transactionId(),
                1,
                List.of(new BranchRecord("crowded", xid, Progress.TO_COMMIT))));
    return null;
  }

  /** As the engine makes them: 16 bytes of host, boot, second, counter, identity. */
  private static XidKey xid(Store store, int counter) {
    byte[] identity = store.identity().inXid().getBytes(StandardCharsets.US_ASCII);
    byte[] gtrid =
        ByteBuffer.allocate(28 + identity.length)
            .putLong(0)
            .putLong(1)
            .putInt(store.identity().boot())
            .putInt(1_700_000_000)
            .putInt(counter)
            .put(identity)
            .array();
    return new XidKey(Owner.FORMAT_ID, gtrid, new byte[36]);
  }
}
