package dev.tutti.tm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that takes the question of recovery and does not answer. */
class HangingResourceTest {

  /** The bound of a pass, and some. */
  private static final Duration START = Duration.ofSeconds(12);

  @TempDir Path dir;
  private final CountDownLatch goOn = new CountDownLatch(1);

  @AfterEach
  void release() {
    goOn.countDown();
  }

  @Test
  void theOthersAreFinishedAtOnceAndItWhenItAnswersAgain() throws Exception {
    ScriptedResource left = resource("left");
    ScriptedResource right = resource("right");
    try (TransactionSystem tutti = start(Duration.ofHours(1), left, right)) {
      leaveDecided(tutti, left, right, true);
    }
    left.script().calm();
    right.script().calm();
    left.script().at(Step.OPEN_RECOVERY, this::hang);

    long from = System.nanoTime();
    CompletableFuture<TransactionSystem> starting =
        CompletableFuture.supplyAsync(() -> started(Duration.ofMillis(100), left, right));
    await().atMost(Duration.ofSeconds(5)).until(() -> right.server().committed().containsKey("a"));
    assertThat(starting).as("the pass waits for the left one").isNotDone();

    try (TransactionSystem tutti = starting.get()) {
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(START);
      RecoveryReport report = tutti.recovery().lastReport();
      assertThat(report.unreachable()).containsExactly("left");
      assertThat(report.remaining()).hasSize(1);
      assertThat(report.remaining().get(0).branches())
          .extracting("resource", "condition")
          .containsExactly(tuple("left", BranchCondition.WAITING));
      assertThat(
              tutti
                  .write(
                      tx -> {
                        tx.use(right).put("b", "r");
                        return "";
                      })
                  .outcome())
          .isEqualTo(Outcome.COMMITTED);

      finishesWhenItAnswers(tutti, left);
    }
    assertNothingIsLeft(left);
  }

  @Test
  void whoAnswersWithinTheBoundIsFinishedInTheSamePass() throws Exception {
    ScriptedResource left = resource("left");
    ScriptedResource right = resource("right");
    try (TransactionSystem tutti = start(Duration.ofHours(1), left, right)) {
      leaveDecided(tutti, left, right, true);
    }
    left.script().calm();
    right.script().calm();
    left.script().once(Step.OPEN_RECOVERY, this::hang);

    CompletableFuture<TransactionSystem> starting =
        CompletableFuture.supplyAsync(() -> started(Duration.ofHours(1), left, right));
    await().until(() -> right.server().committed().containsKey("a"));
    goOn.countDown();

    try (TransactionSystem tutti = starting.get()) {
      RecoveryReport report = tutti.recovery().lastReport();
      assertThat(report.isClean()).isTrue();
      assertThat(report.remaining()).isEmpty();
      assertThat(report.committed()).isEqualTo(2);
      assertThat(left.server().committed()).containsKey("a");
    }
  }

  @Test
  void aListThatComesTooLateProvesNothing() throws Exception {
    ScriptedResource left = resource("left");
    ScriptedResource right = resource("right");
    try (TransactionSystem tutti = start(Duration.ofMillis(100), left, right)) {
      // An empty list, on the way until there is something that it lacks.
      left.script().once(Step.RECOVERED, this::hang);
      await()
          .atMost(START.multipliedBy(2))
          .until(() -> tutti.recovery().lastReport().unreachable().contains("left"));
      leaveDecided(tutti, left, right, false);
      finishesWhenItAnswers(tutti, left);
    }
    assertNothingIsLeft(left);
  }

  @Test
  void whoIsDeadIsAskedLessAndLessAndTheOthersInEveryPass() throws Exception {
    ScriptedResource left = resource("left");
    ScriptedResource right = resource("right");
    left.script().at(Step.OPEN_RECOVERY, Script.fail(XAException.XAER_RMFAIL));
    try (TransactionSystem tutti = start(Duration.ofMillis(100), left, right)) {
      await().atMost(Duration.ofSeconds(30)).until(() -> asked(right) > 30);
      assertThat(asked(left)).isLessThan(asked(right) / 5);
      left.script().calm();
      await().untilAsserted(() -> assertThat(tutti.recovery().lastReport().isClean()).isTrue());
    }
  }

  private static long asked(ScriptedResource resource) {
    return resource.script().calls().stream().filter("open-recovery"::equals).count();
  }

  private void hang() {
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ScriptedResource resource(String name) {
    return new ScriptedResource(name, dir.resolve(name));
  }

  private TransactionSystem started(Duration interval, ScriptedResource... resources) {
    try {
      return start(interval, resources);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TransactionSystem start(Duration interval, ScriptedResource... resources)
      throws IOException {
    return TransactionSystem.start(
        TransactionSystemConfig.builder("test", dir.resolve("store"))
            .recoveryInterval(interval)
            .build(),
        resources);
  }

  /** Decided, with these two in it, and the first or both lose their connection then. */
  private static void leaveDecided(
      TransactionSystem tutti, ScriptedResource left, ScriptedResource right, boolean both) {
    left.script().at(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    if (both) {
      right.script().at(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    }
    assertThat(
            tutti
                .write(
                    tx -> {
                      tx.use(left).put("a", "l");
                      tx.use(right).put("a", "r");
                      return "";
                    })
                .outcome())
        .isEqualTo(Outcome.COMMITTED_PENDING);
  }

  private void finishesWhenItAnswers(TransactionSystem tutti, ScriptedResource left) {
    left.script().calm();
    goOn.countDown();
    await()
        .atMost(START)
        .untilAsserted(() -> assertThat(tutti.recovery().lastReport().isClean()).isTrue());
    assertThat(left.server().committed()).containsKey("a");
  }

  private static void assertNothingIsLeft(ScriptedResource left) {
    assertThat(left.recoveryConnections()).isZero();
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("tutti-recovery")));
  }
}
