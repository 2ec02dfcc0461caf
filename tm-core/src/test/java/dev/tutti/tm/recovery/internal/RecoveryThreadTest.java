package dev.tutti.tm.recovery.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.branch.EventHub;
import dev.tutti.tm.log.Store;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a pass is made that nobody asked for by name. */
class RecoveryThreadTest {

  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration LONGER_THAN_THE_PAUSE = Duration.ofMillis(300);

  @TempDir Path dir;
  private ScriptedResource source;
  private Store store;
  private RecoveryEngine engine;
  private RecoveryThread thread;

  @BeforeEach
  void open() throws IOException {
    source = new ScriptedResource("source", dir.resolve("source"));
    store = Store.open(dir.resolve("store"), "test");
    EventHub events = new EventHub(List.of());
    engine =
        new RecoveryEngine(store, new Registry(List.of(source)), events, id -> false, report -> {});
    thread = new RecoveryThread(engine, events, NEVER);
  }

  @AfterEach
  void close() {
    thread.close();
    engine.close();
    store.close();
  }

  @Test
  void somethingLeftUnfinishedBringsAPassSoon() {
    thread.wake();
    await().until(() -> engine.passes() == 1);
  }

  @Test
  void aCleanPassThatBeganSinceIsEnough() {
    thread.wake();
    assertThat(engine.scan().isClean()).isTrue();
    await().during(LONGER_THAN_THE_PAUSE).until(() -> engine.passes() == 1);
    thread.wake();
    await().until(() -> engine.passes() == 2);
  }

  @Test
  void aPassThatWasNotCleanIsNot() {
    source.script().once(Step.OPEN_RECOVERY, Script.fail(XAException.XAER_RMFAIL));
    thread.wake();
    assertThat(engine.scan().isClean()).isFalse();
    await().until(() -> engine.passes() == 2);
  }

  @Test
  void norOneThatBeganBefore() {
    assertThat(engine.scan().isClean()).isTrue();
    thread.wake();
    await().until(() -> engine.passes() == 2);
  }
}
