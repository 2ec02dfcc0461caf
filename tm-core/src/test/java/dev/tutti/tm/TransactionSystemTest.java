package dev.tutti.tm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.BranchState;
import dev.tutti.tm.outcome.HeuristicOutcomeException;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.Receipt;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.outcome.TransactionSystemException;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.sync.WriteOptions;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionSystemTest {

  @TempDir Path dir;
  private ScriptedResource left;
  private ScriptedResource right;
  private TransactionSystem tutti;

  @BeforeEach
  void start() throws IOException {
    left = new ScriptedResource("left", dir.resolve("left"));
    right = new ScriptedResource("right", dir.resolve("right"));
    tutti = open();
  }

  private TransactionSystem open() throws IOException {
    return TransactionSystem.start(
        TransactionSystemConfig.builder("test", dir.resolve("store"))
            .recoveryInterval(Duration.ofHours(1))
            .drain(Duration.ofMillis(200))
            .build(),
        left,
        right);
  }

  @AfterEach
  void stop() {
    tutti.close();
  }

  private Receipt<String> writeBoth(String key) {
    return tutti.write(
        tx -> {
          tx.use(left).put(key, "l");
          tx.use(right).put(key, "r");
          return "done";
        });
  }

  private void assertEverywhere(String key) {
    assertThat(left.server().committed()).containsEntry(key, "l");
    assertThat(right.server().committed()).containsEntry(key, "r");
    assertNothingPrepared();
  }

  private void assertNowhere() {
    assertThat(left.server().committed()).isEmpty();
    assertThat(right.server().committed()).isEmpty();
    assertNothingPrepared();
  }

  private void assertNothingPrepared() {
    assertThat(left.server().prepared()).isEmpty();
    assertThat(right.server().prepared()).isEmpty();
  }

  @Test
  void commitsEveryBranchAndSaysSo() {
    Receipt<String> receipt = writeBoth("a");

    assertThat(receipt.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(receipt.result()).contains("done");
    assertThat(receipt.branches())
        .extracting("resource", "state")
        .containsExactly(
            tuple("left", BranchState.COMMITTED), tuple("right", BranchState.COMMITTED));
    assertEverywhere("a");
    assertThat(left.released()).containsExactly(true);
    assertThat(tutti.recovery().scan().isClean()).isTrue();
  }

  @Test
  void commitsOneBranchInOnePhase() {
    tutti.write(
        tx -> {
          tx.use(left).put("a", "l");
          return "";
        });

    assertThat(left.script().calls()).contains("commit-one-phase").doesNotContain("prepare");
    assertThat(left.server().committed()).containsEntry("a", "l");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        XAException.XA_RBROLLBACK,
        XAException.XA_RBDEADLOCK,
        XAException.XAER_RMERR,
        XAException.XAER_RMFAIL,
        XAException.XAER_NOTA,
        XAException.XAER_PROTO,
        XAException.XA_HEURMIX
      })
  void rollsBackEveryBranchWhenOneVotesNo(int code) {
    right.script().at(Step.BEFORE_PREPARE, Script.fail(code));

    RolledBackException refused =
        catchThrowableOfType(RolledBackException.class, () -> writeBoth("a"));

    assertThat(refused).hasMessageContaining("right");
    assertNowhere();
  }

  @Test
  void anErrorInAVoteIsANo() {
    right
        .script()
        .at(
            Step.AFTER_PREPARE,
            () -> {
              throw new StackOverflowError("scripted");
            });

    assertThatThrownBy(() -> writeBoth("a"))
        .isInstanceOf(RolledBackException.class)
        .hasMessageContaining("right");
    assertNowhere();
  }

  @Test
  void anInterruptBeforeTheVoteIsANoAndIsKept() {
    assertThatThrownBy(
            () ->
                tutti.write(
                    tx -> {
                      tx.use(left).put("a", "l");
                      tx.use(right).put("a", "r");
                      Thread.currentThread().interrupt();
                      return "";
                    }))
        .isInstanceOf(RolledBackException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertNowhere();
  }

  @Test
  void theBusinessExceptionIsThrownAsItIs() {
    IOException mine = new IOException("mine");
    assertThatThrownBy(
            () ->
                tutti.write(
                    tx -> {
                      tx.use(left).put("a", "l");
                      throw mine;
                    }))
        .isSameAs(mine);
    assertNowhere();
  }

  @ParameterizedTest
  @ValueSource(ints = {XAException.XAER_RMFAIL, XAException.XA_RETRY, XAException.XAER_RMERR})
  void aBranchThatCannotCommitNowIsPendingAndRecoveryCommitsIt(int code) {
    right.script().once(Step.BEFORE_COMMIT, Script.fail(code));

    Receipt<String> receipt = writeBoth("a");

    assertThat(receipt.outcome()).isEqualTo(Outcome.COMMITTED_PENDING);
    assertThat(receipt.pending()).extracting("resource").containsExactly("right");
    assertThat(right.released()).containsExactly(false);
    RecoveryReport report = tutti.recovery().scan();
    assertEverywhere("a");
    assertThat(report.isClean() || tutti.recovery().scan().isClean()).isTrue();
  }

  @Test
  void anErrorInACommitDoesNotStopTheOthers() {
    left.script()
        .once(
            Step.BEFORE_COMMIT,
            () -> {
              throw new OutOfMemoryError("scripted");
            });

    assertThat(writeBoth("a").outcome()).isEqualTo(Outcome.COMMITTED_PENDING);
    tutti.recovery().scan();
    assertEverywhere("a");
  }

  @Test
  void aReplyLostAfterTheCommitIsFoundCommitted() {
    right.script().once(Step.AFTER_COMMIT, Script.fail(XAException.XAER_RMFAIL));

    assertThat(writeBoth("a").outcome()).isEqualTo(Outcome.COMMITTED_PENDING);
    assertThat(tutti.recovery().scan().remaining()).isEmpty();
    assertEverywhere("a");
    assertThat(tutti.recovery().scan().isClean()).isTrue();
  }

  @Test
  void aHeuristicRollbackIsReportedBranchByBranchAndKept() throws IOException {
    right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XA_HEURRB));

    HeuristicOutcomeException mixed =
        catchThrowableOfType(HeuristicOutcomeException.class, () -> writeBoth("a"));

    assertThat(mixed.branches())
        .extracting("state")
        .containsExactly(BranchState.COMMITTED, BranchState.HEURISTIC_ROLLBACK);
    tutti.close();
    tutti = open();
    RecoveryReport report = tutti.recovery().lastReport();
    assertThat(report.logRecords()).isEqualTo(1);
    assertThat(report.remaining()).hasSize(1);
    assertThat(report.remaining().get(0).id()).isEqualTo(mixed.transactionId());
    assertThat(report.remaining().get(0).needsOperator()).isTrue();
  }

  @Test
  void aHeuristicCommitOfACommitIsACommit() {
    right.script().once(Step.AFTER_COMMIT, Script.fail(XAException.XA_HEURCOM));

    assertThat(writeBoth("a").outcome()).isEqualTo(Outcome.COMMITTED);
    assertEverywhere("a");
  }

  @Test
  void aReplyLostInTheOnlyPhaseIsUnknownNotRolledBack() {
    left.script().once(Step.AFTER_COMMIT, Script.fail(XAException.XAER_RMFAIL));

    TransactionSystemException unknown =
        catchThrowableOfType(
            TransactionSystemException.class,
            () ->
                tutti.write(
                    tx -> {
                      tx.use(left).put("a", "l");
                      return "";
                    }));

    assertThat(unknown.transactionId()).isNotEmpty();
    assertThat(unknown.branches()).extracting("state").containsExactly(BranchState.UNKNOWN);
  }

  @Test
  void anUnreachableSourceRollsBackAndNamesItself() {
    right.reachable(false);

    assertThatThrownBy(() -> writeBoth("a"))
        .isInstanceOf(RolledBackException.class)
        .hasMessageContaining("right")
        .hasMessageContaining("unreachable");
    right.reachable(true);
    assertNowhere();
  }

  @Test
  void timesOutInApplicationCodeAndClosesEveryHandle() throws Exception {
    CountDownLatch timedOut = new CountDownLatch(1);
    ScriptedResource.Values[] kept = new ScriptedResource.Values[1];
    left.script().at(Step.AFTER_ROLLBACK, timedOut::countDown);

    assertThatThrownBy(
            () ->
                tutti.write(
                    WriteOptions.none().timeout(Duration.ofSeconds(1)),
                    tx -> {
                      kept[0] = tx.use(left);
                      kept[0].put("a", "l");
                      timedOut.await();
                      kept[0].put("b", "l");
                      return "";
                    }))
        .isInstanceOf(TransactionTimeoutException.class);

    AtomicBoolean inDriver = new AtomicBoolean();
    assertThatThrownBy(() -> kept[0].busy(() -> inDriver.set(true)))
        .isInstanceOf(HandleClosedException.class)
        .hasMessageContaining("timed out");
    assertThat(inDriver).isFalse();
    assertNowhere();
  }

  @Test
  void refusesAHandleThatIsKeptBeyondTheEnd() throws Exception {
    ScriptedResource.Values[] kept = new ScriptedResource.Values[1];
    AtomicBoolean inDriver = new AtomicBoolean();
    tutti.write(
        tx -> {
          kept[0] = tx.use(left);
          kept[0].put("a", "l");
          return "";
        });
    assertThatThrownBy(() -> kept[0].busy(() -> inDriver.set(true)))
        .isInstanceOf(HandleClosedException.class)
        .hasMessageContaining("it has committed");

    assertThatThrownBy(
            () ->
                tutti.write(
                    tx -> {
                      kept[0] = tx.use(left);
                      throw new IllegalArgumentException("no");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> kept[0].busy(() -> inDriver.set(true)))
        .isInstanceOf(HandleClosedException.class)
        .hasMessageContaining("it was rolled back");
    assertThat(inDriver).isFalse();
  }

  @Test
  void timesOutInAVote() {
    AtomicLong begun = new AtomicLong();
    right
        .script()
        .at(
            Step.AFTER_PREPARE,
            () -> {
              long late = begun.get() + Duration.ofMillis(1100).toNanos();
              await().until(() -> System.nanoTime() - late > 0);
            });

    assertThatThrownBy(
            () ->
                tutti.write(
                    WriteOptions.none().timeout(Duration.ofSeconds(1)),
                    tx -> {
                      begun.set(System.nanoTime());
                      tx.use(left).put("a", "l");
                      tx.use(right).put("a", "r");
                      return "";
                    }))
        .isInstanceOf(TransactionTimeoutException.class);
    assertNowhere();
  }

  @Test
  void aBranchThatCannotStartSaysWhichAndWhy() {
    right.script().once(Step.START, Script.fail(XAException.XAER_RMFAIL));
    assertThatThrownBy(() -> writeBoth("a"))
        .isInstanceOf(RolledBackException.class)
        .cause()
        .isInstanceOf(ResourceUnavailableException.class)
        .hasMessageContaining("right: its branch could not be started: XAER_RMFAIL");
    assertNowhere();

    right.script().once(Step.START, Script.fail(XAException.XAER_PROTO));
    assertThatThrownBy(() -> writeBoth("a"))
        .isInstanceOf(RolledBackException.class)
        .hasCauseInstanceOf(XAException.class);
    assertNowhere();
  }

  @Test
  void aWriteOnAStoppedSystemIsAClearException() {
    tutti.close();
    assertThatThrownBy(() -> writeBoth("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("stopped");
  }

  @Test
  void aSecondSystemInTheJvmIsRefused() {
    assertThatThrownBy(
            () ->
                TransactionSystem.start(
                    TransactionSystemConfig.builder("other", dir.resolve("other")).build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("running in this JVM");
  }

  @Test
  void anUnnamedXaResourceIsRefused() throws Exception {
    tutti.transactionManager().begin();
    try {
      assertThatThrownBy(
              () ->
                  tutti
                      .transactionManager()
                      .getTransaction()
                      .enlistResource(left.openRecovery().xaResource()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("register");
    } finally {
      tutti.transactionManager().rollback();
    }
  }
}
