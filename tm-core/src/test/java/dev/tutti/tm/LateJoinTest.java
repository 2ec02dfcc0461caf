package dev.tutti.tm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.outcome.TuttiException;
import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.spi.VolatileBranch;
import dev.tutti.tm.sync.WriteOptions;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that is still joining when the timeout ends its transaction. */
class LateJoinTest {

  @TempDir Path dir;

  private final CountDownLatch over = new CountDownLatch(1);

  private TransactionSystem start(ResourceManager source) throws IOException {
    return TransactionSystem.builder(
            TransactionSystemConfig.builder("test", dir.resolve("store"))
                .drain(Duration.ofMillis(100))
                .build())
        .resources(List.of(source))
        .listener(
            event -> {
              if (event instanceof TransactionEvent.Completed) {
                over.countDown();
              }
            })
        .start();
  }

  private static void use(TransactionSystem tutti, Participant<?> source) throws Exception {
    tutti.write(
        WriteOptions.none().timeout(Duration.ofSeconds(1)),
        tx -> {
          tx.use(source);
          return "";
        });
  }

  @Test
  void aConnectionThatCameTooLateIsReleasedAndNothingIsEnlisted() throws Exception {
    LateSource late = new LateSource(over);
    try (TransactionSystem tutti = start(late)) {
      assertThatThrownBy(() -> use(tutti, late))
          .isInstanceOf(TuttiException.class)
          .satisfiesAnyOf(
              e -> assertThat(e).isInstanceOf(TransactionTimeoutException.class),
              e ->
                  assertThat(e.getSuppressed())
                      .hasAtLeastOneElementOfType(TransactionTimeoutException.class));
    }
    assertThat(late.released).hasSize(1);
    assertThat(late.joined).isFalse();
  }

  /** The engine takes no branch any more, and says so in words of its own. */
  @Test
  void aBranchThatCameTooLateTimedOut() throws Exception {
    ScriptedResource late = new ScriptedResource("late", dir.resolve("late"));
    late.script().once(Step.JOIN, () -> assertThatCode(over::await).doesNotThrowAnyException());
    try (TransactionSystem tutti = start(late)) {
      assertThatThrownBy(() -> use(tutti, late)).isInstanceOf(TransactionTimeoutException.class);
    }
    assertThat(late.released()).hasSize(1);
    assertThat(late.script().calls()).doesNotContain("start");
  }

  private static final class LateSource implements Participant<String>, VolatileBranch {
    private final CountDownLatch over;
    private final List<Boolean> released = new CopyOnWriteArrayList<>();
    private volatile boolean joined;

    private LateSource(CountDownLatch over) {
      this.over = over;
    }

    @Override
    public String name() {
      return "late";
    }

    @Override
    public Guarantee guarantee() {
      return Guarantee.VOLATILE;
    }

    @Override
    public String join(Enlistment enlistment) throws Exception {
      over.await();
      enlistment.whenReleased(released::add);
      enlistment.enlist(this);
      joined = true;
      return "handle";
    }

    @Override
    public void committed() {}

    @Override
    public void rolledBack(boolean unknown) {}

    @Override
    public void close() {}
  }
}
