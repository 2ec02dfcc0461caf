package dev.tutti.tm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose files were put back from an older copy of themselves. */
class SetBackTest {

  private static final String SAID = "was set back to an earlier moment (it had come to 200";

  @TempDir Path dir;
  private ScriptedResource left;
  private ScriptedResource right;
  private TransactionSystem tutti;

  @BeforeEach
  void start() throws IOException {
    left = new ScriptedResource("left", dir.resolve("left"));
    right = new ScriptedResource("right", dir.resolve("right"));
    right.position(100);
    open();
  }

  private void open() throws IOException {
    tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("test", dir.resolve("store"))
                .recoveryInterval(Duration.ofHours(1))
                .build(),
            left,
            right);
  }

  @AfterEach
  void stop() {
    tutti.close();
  }

  private Outcome write(String key) {
    return tutti
        .write(
            tx -> {
              tx.use(left).put(key, "l");
              tx.use(right).put(key, "r");
              return "";
            })
        .outcome();
  }

  /** Decided, prepared on the right, and then the right loses it with its last hour. */
  private void setBackAfterTheDecision() {
    right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    assertThat(write("a")).isEqualTo(Outcome.COMMITTED_PENDING);
    right.position(200);
    tutti.recovery().scan();
    right.server().prepared().forEach(right.server()::forgetPrepared);
    right.position(150);
  }

  private void assertHeld() {
    RecoveryReport report = tutti.recovery().scan();
    assertThat(report.held()).anyMatch(reason -> reason.contains(SAID));
    assertThat(report.remaining()).hasSize(1);
    assertThat(report.remaining().get(0).branches())
        .extracting(branch -> branch.condition())
        .containsExactly(BranchCondition.HELD);
  }

  @Test
  void whatItLacksDoesNotCountAsCommitted() throws Exception {
    setBackAfterTheDecision();
    assertHeld();
    right.position(300);
    assertHeld();

    tutti.recovery().acceptIdentity("right");
    assertThat(tutti.recovery().scan().isClean()).isTrue();
  }

  @Test
  void itIsRememberedOverARestart() throws Exception {
    setBackAfterTheDecision();
    tutti.close();
    open();
    assertHeld();
  }

  @Test
  void takesNoNewWork() throws Exception {
    setBackAfterTheDecision();
    assertHeld();
    assertThatThrownBy(() -> write("b")).rootCause().hasMessageContaining(SAID);
    assertThat(left.server().committed()).doesNotContainKey("b");

    tutti.recovery().acceptIdentity("right");
    assertThat(write("b")).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void isAskedAgainBeforeItsNextBranchWhenItWasLost() {
    right.position(200);
    tutti.recovery().scan();
    right
        .script()
        .once(
            Step.BEFORE_COMMIT,
            () -> {
              right.position(150);
              Script.fail(XAException.XAER_RMFAIL).run();
            });
    assertThat(write("a")).isEqualTo(Outcome.COMMITTED_PENDING);
    assertThatThrownBy(() -> write("b")).rootCause().hasMessageContaining(SAID);
  }

  /** Each pass counts one further, in the server and in its copy alike. */
  @Test
  void aCopyIsFoundOutThoughItWouldCountOnFromTheSameNumber() {
    right.countsPasses();
    right.position(198);
    assertThat(tutti.recovery().scan().isClean()).isTrue();
    right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    assertThat(write("a")).isEqualTo(Outcome.COMMITTED_PENDING);
    tutti.recovery().scan(); // has come to 200; the copy is from the moment before
    right.server().prepared().forEach(right.server()::forgetPrepared);
    right.position(199);
    assertHeld();
  }

  @Test
  void oneThatGoesOnIsNotHeld() {
    for (long position : new long[] {100, 100, 101, 1L << 40}) {
      right.position(position);
      assertThat(tutti.recovery().scan().isClean()).isTrue();
    }
    assertThat(write("a")).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void anAnswerThatIsOvertakenByALaterOneIsNoSetBack() {
    right.reachable(false);
    tutti.recovery().scan();
    right.reachable(true);
    right.whilePositionIsOnTheWay(
        () -> {
          right.position(300);
          tutti.recovery().scan();
        });

    assertThat(write("a")).isEqualTo(Outcome.COMMITTED);
    assertThat(tutti.recovery().scan().held()).isEmpty();
  }
}
