package dev.tutti.tm.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every condition that a branch can be in, made and seen; looking changes nothing. */
class StatesTest {

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

  private Branch only(String id) {
    InDoubtTransaction found = scene.admin().show(id).orElseThrow();
    assertThat(found.branches()).hasSize(1);
    return found.branches().get(0);
  }

  @Test
  void finishing() {
    String id = scene.decided("a");
    Set<?> before = scene.right.server().prepared();

    assertThat(only(id).condition()).isEqualTo(BranchCondition.FINISHING);
    InDoubtTransaction shown = scene.admin().show(id).orElseThrow();
    assertThat(shown.decided()).isTrue();
    assertThat(shown.committed()).containsExactly("left");
    assertThat(shown.since().exact()).isTrue();
    assertThat(shown.since().epochMillis()).isPositive();
    assertThat(scene.admin().list().transactions()).hasSize(1);
    assertThat(scene.right.server().prepared()).as("looking changes nothing").isEqualTo(before);
    assertThat(scene.admin().scan().remaining()).isEmpty();
    assertThat(scene.admin().list().isInDoubt()).isFalse();
  }

  @Test
  void waiting() {
    String id = scene.decided("a");
    scene.right.reachable(false);

    assertThat(only(id).condition()).isEqualTo(BranchCondition.WAITING);
    assertThat(scene.admin().list().unreachable()).containsExactly("right");
  }

  @Test
  void waitingForOneThatIsNotConfiguredAnyMore() throws IOException {
    String id = scene.decided("a");
    scene.restartWithout(scene.right);

    assertThat(only(id).condition()).isEqualTo(BranchCondition.WAITING);
    assertThat(only(id).reason()).contains("no resource of this name is configured");
  }

  @Test
  void orphan() {
    String id = scene.orphan("a");

    assertThat(only(id).condition()).isEqualTo(BranchCondition.ORPHAN);
    InDoubtTransaction shown = scene.admin().show(id).orElseThrow();
    assertThat(shown.decided()).isFalse();
    assertThat(shown.since().exact()).isFalse();
    assertThat(shown.since().epochMillis()).isPositive();
    assertThat(scene.left.server().prepared()).as("looking changes nothing").hasSize(1);
    assertThat(scene.admin().scan().rolledBack()).isEqualTo(1);
    assertThat(scene.admin().show(id)).isEmpty();
  }

  @Test
  void unreadable() throws IOException {
    String id = scene.decided("a");
    scene.garbleTheLog(id);

    RecoveryList list = scene.admin().list();
    assertThat(list.holds())
        .as("the decision, and its progress")
        .extracting("kind")
        .containsExactly(Hold.Kind.UNREADABLE_RECORD, Hold.Kind.UNREADABLE_RECORD);
    assertThat(only(id).condition()).isEqualTo(BranchCondition.UNREADABLE);
    assertThat(only(id).reason()).contains(list.holds().get(0).id());
    assertThat(dir.resolve("store/damaged")).isNotEmptyDirectory();
  }

  @Test
  void heldWhileTheServerIsAnother() {
    String id = scene.decided("a");
    scene.right.identity("restored");

    assertThat(only(id).condition()).isEqualTo(BranchCondition.HELD);
    assertThat(scene.admin().list().holds())
        .extracting("id", "kind")
        .containsExactly(tuple("server-right", Hold.Kind.CHANGED_SERVER));
  }

  @Test
  void heuristic() {
    String id = scene.heuristic("a");

    assertThat(only(id).condition()).isEqualTo(BranchCondition.HEURISTIC);
    assertThat(only(id).reason()).contains("XA_HEURRB");
    assertThat(scene.admin().show(id).orElseThrow().needsOperator()).isTrue();
  }

  @Test
  void lostNodeOtherNodeAndForeign() throws Exception {
    scene.prepareAs("a", "test", "1234567");
    scene.prepareAs("b", "other", "7654321");
    scene.prepareForeign("c");

    RecoveryList list = scene.admin().list();
    assertThat(list.transactions())
        .flatExtracting(InDoubtTransaction::branches)
        .extracting("condition")
        .containsExactlyInAnyOrder(
            BranchCondition.LOST_NODE, BranchCondition.OTHER_NODE, BranchCondition.FOREIGN);
    assertThat(scene.admin().scan().rolledBack()).isZero();
    assertThat(scene.left.server().prepared()).hasSize(3);
  }

  @Test
  void eachConditionIsExplainedInOneSentence() {
    for (BranchCondition condition : BranchCondition.values()) {
      assertThat(condition.explanation()).isNotBlank().doesNotEndWith(".").doesNotContain("\n");
      assertThat(Codes.explain(condition.name())).isPresent();
    }
    for (Hold.Kind kind : Hold.Kind.values()) {
      assertThat(Codes.explain(kind.name().toLowerCase(java.util.Locale.ROOT))).isPresent();
    }
  }
}
