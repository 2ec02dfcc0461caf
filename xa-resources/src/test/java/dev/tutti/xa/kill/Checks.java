package dev.tutti.xa.kill;

import static dev.tutti.xa.kill.KillChild.NEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.outcome.TransactionSystemException;
import dev.tutti.tm.sync.WriteOptions;
import java.util.ArrayList;
import java.util.List;

/** What must be true of a scene that has recovered. */
final class Checks {

  private Checks() {}

  /** Each source holds these writes, and nothing waits on any. */
  static void holds(Scene scene, TransactionSystem tutti, List<String> writes, int before)
      throws Exception {
    for (Side side : scene.sides()) {
      String name = side.manager().name();
      assertThat(side.prepared()).as("prepared on " + name).isZero();
      assertThat(side.values(tutti))
          .as("committed in " + name)
          .containsExactlyInAnyOrderElementsOf(side.expected(writes, before));
    }
  }

  /** The same write again is harmless where it has a key, and another one works. */
  static void goesOn(
      Scene scene, TransactionSystem tutti, Point point, List<String> writes, int before)
      throws Exception {
    List<String> all = new ArrayList<>(writes);
    if (scene.keyed(point)) {
      assertThat(scene.write(WriteOptions.key(NEW), NEW, () -> {}).outcome())
          .isEqualTo(point.everywhere ? Outcome.DUPLICATE : Outcome.COMMITTED);
      if (!point.everywhere) {
        all.add(NEW);
      }
      holds(scene, tutti, all, before);
    }
    assertThat(
            scene.write(scene.options(scene.hasReceipts(), "after"), "after", () -> {}).outcome())
        .isEqualTo(Outcome.COMMITTED);
    all.add("after");
    holds(scene, tutti, all, before);
    assertThat(tutti.recovery().scan().isClean()).isTrue();
  }

  /** What the caller of a write is told whose last commit is not answered. */
  static void toldTheTruth(Scene scene, Point point) throws Exception {
    switch (point) {
      case LOST_DONE, ERROR -> assertThat(write(scene, point)).isEqualTo(Outcome.COMMITTED);
      case LOST_NOT_DONE, REFUSED ->
          assertThatThrownBy(() -> write(scene, point)).isInstanceOf(RolledBackException.class);
      default ->
          assertThatThrownBy(() -> write(scene, point))
              .isInstanceOf(TransactionSystemException.class);
    }
  }

  private static Outcome write(Scene scene, Point point) throws Exception {
    return scene.write(WriteOptions.key(NEW), NEW, () -> scene.arm(point)).outcome();
  }
}
