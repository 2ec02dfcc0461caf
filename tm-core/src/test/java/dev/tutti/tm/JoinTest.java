package dev.tutti.tm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.sync.WriteContext;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a source comes into a transaction: once, in time, or not at all. */
class JoinTest {

  @TempDir Path dir;
  private ScriptedResource left;
  private ScriptedResource right;
  private TransactionSystem tutti;

  @BeforeEach
  void start() throws IOException {
    left = new ScriptedResource("left", dir.resolve("left"));
    right = new ScriptedResource("right", dir.resolve("right"));
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

  /** Else the write would be done everywhere but there. */
  @Test
  void aWriteThatGoesOnAfterASourceCouldNotJoinIsDoneNowhere() {
    right.script().at(Step.JOIN, Script.fail(XAException.XAER_RMFAIL));
    assertThatThrownBy(
            () ->
                tutti.write(
                    tx -> {
                      tx.use(left).put("order", "1");
                      assertThatThrownBy(() -> tx.use(right)).isInstanceOf(Exception.class);
                      return "done";
                    }))
        .isInstanceOf(RolledBackException.class)
        .hasMessageContaining("right")
        .hasMessageContaining("could not join");
    assertThat(left.server().committed()).isEmpty();
    assertThat(left.server().prepared()).isEmpty();
  }

  @Test
  void aSourceThatIsUsedTwiceJoinsOnce() {
    AtomicInteger joins = new AtomicInteger();
    left.script().at(Step.JOIN, joins::incrementAndGet);
    tutti.write(
        tx -> {
          tx.use(left).put("order", "1");
          assertThat(tx.use(left)).isSameAs(tx.use(left));
          tx.use(left).put("line", "2");
          return "done";
        });
    assertThat(joins).hasValue(1);
    assertThat(left.released()).hasSize(1);
    assertThat(left.server().committed()).containsEntry("order", "1").containsEntry("line", "2");
  }

  /** A connection would be taken for work that nobody can commit any more. */
  @Test
  void aSourceIsNotAskedToJoinWhatIsOver() {
    AtomicInteger joins = new AtomicInteger();
    right.script().at(Step.JOIN, joins::incrementAndGet);
    AtomicReference<WriteContext> kept = new AtomicReference<>();
    tutti.write(
        tx -> {
          tx.use(left).put("order", "1");
          kept.set(tx);
          return "done";
        });
    assertThatThrownBy(() -> kept.get().use(right))
        .isInstanceOf(HandleClosedException.class)
        .hasMessageContaining("right");
    assertThat(joins).hasValue(0);
    assertThat(left.server().committed()).containsEntry("order", "1");
  }
}
