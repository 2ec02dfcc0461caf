package dev.tutti.tm.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.recovery.socket.OperatorClient;
import dev.tutti.tm.sync.WriteOptions;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snapshot of a running system says what happened, and waits for nobody. */
class VitalsTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path dir;
  private InDoubt scene;

  @BeforeEach
  void start() throws IOException {
    scene = new InDoubt(dir);
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private Vitals vitals() {
    return scene.admin().vitals();
  }

  private ResourceVitals of(String resource) {
    return vitals().resources().stream()
        .filter(r -> r.name().equals(resource))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNewSystemHasDoneNothingAndIsReady() {
    Vitals vitals = vitals();

    assertThat(vitals.node()).isEqualTo(scene.tutti.nodeId());
    assertThat(vitals.startedAtMillis()).isPositive().isLessThanOrEqualTo(vitals.takenAtMillis());
    assertThat(vitals.running()).isZero();
    assertThat(vitals.outcomes()).isEqualTo(new OutcomeCounts(0, 0, 0, 0, 0, 0));
    assertThat(vitals.resources())
        .extracting(ResourceVitals::name)
        .containsExactly("left", "right");
    assertThat(vitals.resources()).allMatch(r -> r.unreachable().isEmpty() && r.held().isEmpty());
    assertThat(vitals.doubt().transactions()).isZero();
    assertThat(vitals.doubt().seenAtMillis()).as("the first pass").isPositive();
    assertThat(vitals.recovery().passes()).isEqualTo(1);
    assertThat(vitals.recovery().upToDate()).isTrue();
    assertThat(vitals.log().freeBytes().orElseThrow()).isPositive();
    assertThat(vitals.health().live()).isEqualTo(new Health.Check(true, List.of()));
    assertThat(vitals.health().ready()).isEqualTo(new Health.Check(true, List.of()));
  }

  @Test
  void eachEndingIsCountedAsWhatItIs() {
    scene.write("a");
    scene.write("b");
    scene.decided("c");
    scene.orphan("d");
    scene.heuristic("e");
    scene.right.script().once(Step.JOIN, Script.fail(XAException.XAER_RMFAIL));
    assertThatThrownBy(() -> scene.write("f")).isInstanceOf(Exception.class);
    CountDownLatch rolledBack = new CountDownLatch(1);
    scene.left.script().once(Step.AFTER_ROLLBACK, rolledBack::countDown);
    assertThatThrownBy(
            () ->
                scene.tutti.write(
                    WriteOptions.none().timeout(Duration.ofSeconds(1)),
                    tx -> {
                      tx.use(scene.left).put("g", "l");
                      rolledBack.await();
                      return "";
                    }))
        .isInstanceOf(TransactionTimeoutException.class);

    assertThat(vitals().outcomes()).isEqualTo(new OutcomeCounts(2, 1, 2, 1, 1, 0));
  }

  @Test
  void anOnlyPhaseThatIsNotAnsweredIsCountedAsUnknown() {
    scene.left.script().once(Step.AFTER_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    assertThatThrownBy(
        () ->
            scene.tutti.write(
                tx -> {
                  tx.use(scene.left).put("a", "l");
                  return "";
                }));

    assertThat(vitals().outcomes()).isEqualTo(new OutcomeCounts(0, 0, 0, 0, 0, 1));
  }

  @Test
  void eachPhaseIsTimedWhereItRan() throws Exception {
    Duration slow = Duration.ofMillis(120);
    scene.right.script().once(Step.BEFORE_PREPARE, () -> spend(slow));
    scene.right.script().once(Step.BEFORE_COMMIT, () -> spend(slow));
    scene.write("a");
    scene.write("b");
    scene.right.script().once(Step.BEFORE_PREPARE, Script.fail(XAException.XA_RBROLLBACK));
    scene.left.script().once(Step.BEFORE_ROLLBACK, () -> spend(slow));
    assertThatThrownBy(() -> scene.write("c")).isInstanceOf(Exception.class);

    assertThat(of("left").prepare().count()).isEqualTo(3);
    assertThat(of("right").prepare().count()).as("a no is a vote").isEqualTo(3);
    assertThat(of("left").commit().count()).isEqualTo(2);
    assertThat(of("left").rollback().count()).isEqualTo(1);
    assertThat(of("right").rollback().count()).isEqualTo(1);
    assertThat(of("left").rollback().totalNanos()).isGreaterThanOrEqualTo(slow.toNanos());
    PhaseTimes commit = of("right").commit();
    assertThat(commit.count()).isEqualTo(2);
    assertThat(commit.totalNanos()).isGreaterThanOrEqualTo(slow.toNanos());
    assertThat(of("right").prepare().totalNanos()).isGreaterThanOrEqualTo(slow.toNanos());
    assertThat(atMost(commit, 100)).as("the slow one took longer").isLessThanOrEqualTo(1);
    assertThat(atMost(commit, 10_000)).isEqualTo(2);
  }

  private static long atMost(PhaseTimes times, long millis) {
    return times.buckets().stream()
        .filter(b -> b.atMostNanos() == millis * 1_000_000)
        .findFirst()
        .orElseThrow()
        .count();
  }

  /** The clock of a phase cannot be set: this is time that passes. */
  private static void spend(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void nothingIsLostWhenManyThreadsCommit() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int own = i;
      Thread thread =
          new Thread(
              () -> {
                for (int k = 0; k < 50; k++) {
                  scene.write("k" + own + "-" + k);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(vitals().outcomes().committed()).isEqualTo(200);
    assertThat(of("left").prepare().count()).isEqualTo(200);
    assertThat(of("right").commit().count()).isEqualTo(200);
  }

  @Test
  void whatTheLastPassLeftIsThereWithItsAge() {
    scene.decided("a");
    scene.right.reachable(false);
    scene.admin().scan();

    DoubtVitals doubt = vitals().doubt();
    assertThat(doubt.transactions()).isEqualTo(1);
    assertThat(doubt.needOperator()).isZero();
    assertThat(doubt.branches())
        .containsExactly(new DoubtVitals.ConditionCount(BranchCondition.WAITING, 1));
    await().atMost(LONG).until(() -> vitals().doubt().oldestMillis() > 10);
    assertThat(of("right").inDoubt()).isEqualTo(1);
    assertThat(of("right").unreachable()).contains("right: scripted to be unreachable");
    assertThat(of("left").unreachable()).isEmpty();
    assertThat(vitals().health().ready().ok()).as("new work goes on").isTrue();

    scene.right.reachable(true);
    scene.admin().scan();
    assertThat(vitals().doubt().transactions()).isZero();
    assertThat(vitals().doubt().oldestMillis()).isZero();
    assertThat(of("right").unreachable()).isEmpty();
    assertThat(vitals().recovery().committed()).isEqualTo(1);
    assertThat(vitals().recovery().rolledBack()).isZero();
  }

  @Test
  void whatWasNeverDecidedIsAsOldAsItsFirstSight() throws Exception {
    scene.orphan("a");
    scene.left.script().at(Step.BEFORE_ROLLBACK, Script.fail(XAException.XAER_RMFAIL));
    scene.admin().scan();
    InDoubtTransaction orphan = scene.admin().lastReport().remaining().get(0);
    assertThat(orphan.since().exact()).isFalse();

    long sinceTheProcess = System.currentTimeMillis() - orphan.since().epochMillis();
    assertThat(vitals().doubt().oldestMillis()).isLessThan(sinceTheProcess);
    await().atMost(LONG).until(() -> vitals().doubt().oldestMillis() > 500);
    scene.admin().scan();
    assertThat(vitals().doubt().oldestMillis()).as("seen again").isGreaterThan(500);
  }

  @Test
  void aListIsSightEnough() throws Exception {
    String id = scene.decided("a");
    scene.tutti.close();
    try (ScriptedResource left = new ScriptedResource("left", dir.resolve("left"));
        ScriptedResource right = new ScriptedResource("right", dir.resolve("right"));
        TransactionSystem stopped =
            TransactionSystem.builder(
                    TransactionSystemConfig.builder("test", scene.store()).build())
                .resources(List.of(left, right))
                .recoveryOnly()
                .start()) {
      Vitals unseen = stopped.recovery().vitals();
      assertThat(unseen.doubt()).isEqualTo(new DoubtVitals(0, 0, 0, 0, List.of()));
      assertThat(unseen.log().records()).as("the log knows").isEqualTo(1);
      assertThat(unseen.health().live().ok()).isFalse();
      assertThat(unseen.health().ready().reasons())
          .anyMatch(r -> r.contains("recovery only"))
          .anyMatch(r -> r.contains("first pass"));
      assertThat(stopped.recovery().list().transactions())
          .extracting(InDoubtTransaction::id)
          .containsExactly(id);

      Vitals seen = stopped.recovery().vitals();
      assertThat(seen.doubt().transactions()).isEqualTo(1);
      assertThat(seen.doubt().seenAtMillis()).isPositive();
      assertThat(seen.outcomes()).isEqualTo(new OutcomeCounts(0, 0, 0, 0, 0, 0));
      assertThat(seen.recovery().passes()).isZero();
    }
  }

  @Test
  void answersAtOnceWhileASourceHangs() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    scene
        .right
        .script()
        .once(
            Step.RECOVER,
            () -> {
              asked.countDown();
              awaitUninterrupted(answered);
            });
    Thread pass = new Thread(() -> scene.admin().scan());
    pass.start();
    asked.await();
    try {
      // The pass has the turn, and waits.
      assertThat(vitals().recovery().passes()).isEqualTo(1);
      assertThat(scene.admin().health().ready().ok()).isTrue();
      assertThat(pass.isAlive()).isTrue();
    } finally {
      answered.countDown();
      pass.join();
    }
    assertThat(vitals().recovery().passes()).isEqualTo(2);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anotherProcessSeesTheSame() throws Exception {
    scene.write("a");
    scene.decided("b");
    OperatorClient client = OperatorClient.connect(scene.store()).orElseThrow();

    assertThat(client.vitals())
        .usingRecursiveComparison()
        .ignoringFields("takenAtMillis", "doubt.oldestMillis")
        .isEqualTo(vitals());
    assertThat(client.vitals().outcomes().committed()).isEqualTo(1);
    assertThat(client.health()).isEqualTo(scene.admin().health());
  }

  @Test
  void theLogIsCounted() {
    LogVitals before = vitals().log();
    scene.write("a");
    LogVitals after = vitals().log();

    assertThat(after.forces() - before.forces()).as("one decision").isEqualTo(1);
    assertThat(after.forces()).isEqualTo(scene.tutti.logForces());
    assertThat(after.writtenBytes()).isGreaterThan(before.writtenBytes());
    assertThat(after.sizeBytes()).isGreaterThanOrEqualTo(1 << 20);
    assertThat(after.failure()).isEmpty();
    scene.decided("b");
    assertThat(vitals().log().records()).isEqualTo(1);
    scene.admin().scan();
    assertThat(vitals().log().records()).isZero();
  }

  @Test
  void whatRunsIsCounted() throws Exception {
    scene.tutti.userTransaction().begin();
    assertThat(vitals().running()).isEqualTo(1);
    scene.tutti.userTransaction().rollback();
    assertThat(vitals().running()).isZero();
  }

  @Test
  void anotherServerHoldsAndIsNotReadyUntilItIsAccepted() throws Exception {
    scene.right.identity("another");
    scene.admin().scan();

    assertThat(of("right").held()).hasSize(1).allMatch(r -> r.contains("another server"));
    assertThat(of("left").held()).isEmpty();
    assertThat(vitals().recovery().holds()).hasSize(1);
    assertThat(vitals().recovery().upToDate()).isFalse();
    assertThat(scene.admin().health().ready().reasons())
        .hasSize(1)
        .allMatch(r -> r.contains("right: this is another server"));
    assertThat(scene.admin().health().live().ok()).as("a restart does not help").isTrue();

    scene.admin().acceptIdentity("right");
    assertThat(scene.admin().health().ready().ok()).isTrue();
    assertThat(of("right").held()).isEmpty();
  }

  @Test
  void aDrainedNodeIsAliveAndNotReady() {
    scene.admin().drain(Duration.ZERO, line -> {});

    assertThat(scene.admin().health().live().ok()).isTrue();
    assertThat(scene.admin().health().ready().reasons())
        .hasSize(1)
        .allMatch(r -> r.contains("drained"));
  }

  @Test
  void withoutItsRecoveryThreadItIsNotAlive() {
    Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().equals("tutti-recovery"))
        .forEach(Thread::interrupt);

    await().atMost(LONG).until(() -> !scene.admin().health().live().ok());
    assertThat(scene.admin().health().live().reasons())
        .containsExactly("the recovery thread does not run");
    assertThat(scene.admin().health().ready().ok()).isFalse();
  }

  @Test
  void theSnapshotOfARestartedSystemBeginsAtZero() throws IOException {
    assertThat(scene.write("a")).isEqualTo(Outcome.COMMITTED);
    scene.restart();

    assertThat(vitals().outcomes().committed()).isZero();
    assertThat(of("left").prepare().count()).isZero();
    assertThat(of("left").oldestPreparedMillis()).isEqualTo(Optional.empty());
  }
}
