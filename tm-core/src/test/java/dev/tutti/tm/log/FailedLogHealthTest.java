package dev.tutti.tm.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.branch.EventHub;
import dev.tutti.tm.recovery.Health;
import dev.tutti.tm.recovery.internal.LocalRecovery;
import dev.tutti.tm.recovery.internal.RecoveryEngine;
import dev.tutti.tm.recovery.internal.Registry;
import dev.tutti.tm.recovery.internal.Traffic;
import dev.tutti.tm.recovery.internal.Work;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process whose log has failed says so to its supervisor: only a restart mends it. */
class FailedLogHealthTest {

  @TempDir Path dir;
  private boolean passFails;

  private static final class Idle implements Work {
    @Override
    public int live() {
      return 0;
    }

    @Override
    public void stopAccepting() {}

    @Override
    public Optional<String> refusing() {
      return Optional.empty();
    }

    @Override
    public boolean recovers() {
      return true;
    }
  }

  private interface Scene {
    void with(Store store, ScriptedFiles files, LocalRecovery admin) throws Exception;
  }

  private void play(Scene scene) throws Exception {
    ScriptedFiles files = new ScriptedFiles();
    try (Store store = Store.open(dir, "test", files);
        RecoveryEngine engine =
            new RecoveryEngine(
                store,
                new Registry(List.of()),
                new EventHub(List.of()),
                id -> false,
                report -> {
                  if (passFails) {
                    throw new IllegalStateException("scripted");
                  }
                })) {
      scene.with(
          store, files, new LocalRecovery(engine, new Idle(), new Traffic(List.of()), "never"));
    }
  }

  @Test
  void isNeitherLiveNorReady() throws Exception {
    play(
        (store, files, admin) -> {
          admin.scan();
          assertThat(admin.health().live().ok()).isTrue();
          files.failForce = true;
          assertThatThrownBy(() -> store.journal().decide(new DecisionRecord("id", 1, List.of())))
              .isInstanceOf(JournalException.class);

          Health health = admin.health();
          assertThat(health.live().reasons()).hasSize(1).allMatch(r -> r.contains("then restart"));
          assertThat(health.ready().reasons()).isEqualTo(health.live().reasons());
          assertThat(admin.vitals().log().failure()).contains(health.live().reasons().get(0));
          files.failForce = false;
        });
  }

  @Test
  void beforeItsFirstPassAndAfterOneThatFailedItIsNotReady() throws Exception {
    play(
        (store, files, admin) -> {
          assertThat(admin.health().ready().reasons())
              .containsExactly("recovery has not made its first pass");
          admin.scan();
          assertThat(admin.health().ready().ok()).isTrue();

          passFails = true;
          assertThatThrownBy(admin::scan).hasMessage("scripted");
          assertThat(admin.health().ready().reasons())
              .hasSize(1)
              .allMatch(r -> r.startsWith("the last recovery pass failed: "));
          assertThat(admin.vitals().recovery().upToDate()).isFalse();
          passFails = false;
          admin.scan();
          assertThat(admin.health().ready().ok()).isTrue();
        });
  }
}
