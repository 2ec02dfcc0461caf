package dev.tutti.tm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.sync.WriteOptions;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transaction that commits between the list of a resource and the look at the log. */
class RecoveryRaceTest {

  @TempDir Path dir;

  @Test
  void aTransactionThatEndsDuringAPassIsNotTakenForAnOrphan() throws Exception {
    ScriptedResource left = new ScriptedResource("left", dir.resolve("left"));
    ScriptedResource right = new ScriptedResource("right", dir.resolve("right"));
    List<TransactionEvent> events = new CopyOnWriteArrayList<>();
    TransactionSystemConfig config =
        TransactionSystemConfig.builder("test", dir.resolve("store"))
            .recoveryInterval(Duration.ofHours(1))
            .build();
    try (TransactionSystem tutti =
        TransactionSystem.builder(config)
            .resources(List.of(left, right))
            .listener(events::add)
            .start()) {
      CountDownLatch prepared = new CountDownLatch(1);
      CountDownLatch listed = new CountDownLatch(1);
      left.script().once(Step.BEFORE_COMMIT, () -> release(prepared, listed));
      var write =
          tutti.writeAsync(
              WriteOptions.none(),
              tx -> {
                tx.use(left).put("a", "l");
                tx.use(right).put("a", "r");
                return "";
              });
      prepared.await();
      // Left has listed the branch, and its list is on the way until the write is over.
      left.script()
          .once(
              Step.RECOVERED,
              () -> {
                listed.countDown();
                write.toCompletableFuture().join();
              });
      tutti.recovery().scan();

      assertThat(write.toCompletableFuture().join().outcome()).isEqualTo(Outcome.COMMITTED);
      assertThat(left.script().calls()).doesNotContain("rollback");
      assertThat(events).noneMatch(TransactionEvent.Recovered.class::isInstance);
    }
  }

  private static void release(CountDownLatch prepared, CountDownLatch listed) {
    prepared.countDown();
    try {
      listed.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
