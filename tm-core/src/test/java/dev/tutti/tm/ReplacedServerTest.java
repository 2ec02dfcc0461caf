package dev.tutti.tm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another server answers under the name of one that holds a branch: what it lacks proves nothing.
 */
class ReplacedServerTest {

  @TempDir Path dir;
  private ScriptedResource left;
  private ScriptedResource right;
  private ScriptedResource other;

  @BeforeEach
  void servers() {
    left = new ScriptedResource("left", dir.resolve("left"));
    right = new ScriptedResource("right", dir.resolve("right"));
    other = new ScriptedResource("right", dir.resolve("other"));
    other.identity("another");
  }

  private TransactionSystem open(ScriptedResource rightOne) throws IOException {
    return TransactionSystem.start(
        TransactionSystemConfig.builder("test", dir.resolve("store"))
            .recoveryInterval(Duration.ofHours(1))
            .drain(Duration.ofMillis(200))
            .build(),
        left,
        rightOne);
  }

  private static Outcome writeBoth(
      TransactionSystem tutti, ScriptedResource a, ScriptedResource b) {
    return tutti
        .write(
            tx -> {
              tx.use(a).put("a", "l");
              tx.use(b).put("a", "r");
              return "";
            })
        .outcome();
  }

  @Test
  void holdsADecidedBranchUntilItsOwnServerIsBack() throws Exception {
    right.script().at(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    try (TransactionSystem tutti = open(right)) {
      assertThat(writeBoth(tutti, left, right)).isEqualTo(Outcome.COMMITTED_PENDING);
    }
    right.script().calm();
    try (TransactionSystem tutti = open(other)) {
      tutti.recovery().scan();
      var report = tutti.recovery().lastReport();
      assertThat(report.held()).anyMatch(h -> h.contains("another server"));
      assertThat(report.remaining().get(0).branches().get(0).condition())
          .isEqualTo(BranchCondition.HELD);
    }
    try (TransactionSystem tutti = open(right)) {
      assertThat(tutti.recovery().scan().isClean()).isTrue();
    }
    assertThat(right.server().committed()).containsEntry("a", "r");
    assertThat(right.server().prepared()).isEmpty();
  }

  @Test
  void refusesNewWorkOnItUntilItIsAccepted() throws Exception {
    open(right).close();
    try (TransactionSystem tutti = open(other)) {
      assertThatThrownBy(() -> writeBoth(tutti, left, other))
          .hasStackTraceContaining("another server");
      assertThat(left.server().committed()).isEmpty();
      assertThat(other.script().calls()).doesNotContain("start");
      tutti.recovery().acceptIdentity("right");
      assertThat(writeBoth(tutti, left, other)).isEqualTo(Outcome.COMMITTED);
    }
  }
}
