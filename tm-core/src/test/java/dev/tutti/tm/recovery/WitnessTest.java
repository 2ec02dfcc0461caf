package dev.tutti.tm.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log has lost what an operator decided; the history still says it. */
class WitnessTest {

  private static final Approval FORCE = new Approval("ann", "the customer has called", true);
  private static final Approval PLAIN = new Approval("ann", "", false);

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

  private RecoveryAdmin admin() {
    return scene.admin();
  }

  private ResolutionResult perform(String id, Resolution resolution, Approval approval) {
    return admin().perform(admin().plan(id, resolution), approval);
  }

  /** A rollback is forced at right, and not carried out yet. */
  private String forcedRollback(String id) {
    scene.right.script().at(Step.BEFORE_ROLLBACK, Script.fail(XAException.XAER_RMFAIL));
    assertThat(perform(id, Resolution.ROLLBACK, FORCE).complete()).isFalse();
    scene.right.script().calm();
    return id;
  }

  private void assertHeld(String id, String decided) {
    assertThat(admin().scan().isClean()).isFalse();
    InDoubtTransaction now = admin().show(id).orElseThrow();
    assertThat(now.branches()).extracting(Branch::condition).contains(BranchCondition.HELD);
    assertThat(now.branches())
        .filteredOn(b -> b.condition() == BranchCondition.HELD)
        .extracting(Branch::reason)
        .allSatisfy(
            reason ->
                assertThat(reason)
                    .contains("the history says that ann decided to " + decided + " (number 1)")
                    .contains("the decision log does not show that")
                    .contains("resolve it: --commit or --rollback"));
    assertThat(admin().explain(id).timeline().toString()).contains("decision 1 by ann");
  }

  private void assertSettled() throws IOException {
    for (Hold hold : admin().list().holds()) {
      assertThat(perform(hold.id(), Resolution.RELEASE, FORCE).complete()).isTrue();
    }
    scene.restart();
    assertThat(admin().scan().isClean()).isTrue();
    assertThat(admin().list().isInDoubt()).isFalse();
  }

  @Test
  void aForcedRollbackWhoseMarkIsDamagedIsNotCommitted() throws IOException {
    String id = forcedRollback(scene.decided("a"));
    scene.garbleTheLastRecord(id);

    assertHeld(id, "roll it back, with force");
    assertThat(scene.right.server().prepared()).as("nothing was done").hasSize(1);
    for (Hold hold : admin().list().holds()) {
      assertThat(perform(hold.id(), Resolution.RELEASE, FORCE).complete()).isTrue();
    }
    scene.restart();
    assertHeld(id, "roll it back, with force");
    assertThat(scene.right.server().committed()).isEmpty();
    assertThat(admin().plan(id, Resolution.FORGET).refusal().orElseThrow())
        .contains("has it prepared");

    ResolutionPlan again = admin().plan(id, Resolution.ROLLBACK);
    assertThat(again.mixes()).isTrue();
    assertThat(admin().perform(again, FORCE).complete()).isTrue();
    assertThat(scene.right.server().prepared()).isEmpty();
    assertThat(scene.right.server().committed()).isEmpty();
    assertSettled();
  }

  @Test
  void theOperatorMayLetTheCommitStandInstead() throws IOException {
    String id = forcedRollback(scene.decided("a"));
    scene.garbleTheLastRecord(id);
    ResolutionPlan plan = admin().plan(id, Resolution.COMMIT);
    assertThat(plan.steps()).contains("commit at right (xa_commit)");
    assertThat(plan.consequences().toString()).contains("to say which of both holds");
    scene.right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    admin().perform(plan, FORCE);
    scene.restart();
    assertThat(scene.right.server().committed()).as("over a crash").containsEntry("a", "r");
    assertSettled();
  }

  @Test
  void whatIsGoneIsNotTakenForCommitted() throws IOException {
    String id = forcedRollback(scene.decided("a"));
    scene.garbleTheLastRecord(id);
    scene.right.server().prepared().forEach(scene.right.server()::forgetPrepared);

    assertHeld(id, "roll it back, with force");
    ResolutionPlan plan = admin().plan(id, Resolution.FORGET);
    assertThat(plan.mixes()).isTrue();
    assertThat(plan.difference().toString())
        .contains("right has it prepared no more", "compare it with the others");
    assertThat(admin().perform(plan, FORCE).complete()).isTrue();
    assertSettled();
  }

  @Test
  void aSourceThatRolledBackByItselfIsNoMarkOfTheOperator() throws IOException {
    String id = forcedRollback(scene.halfHeuristic("a"));
    scene.garbleTheLastRecord(id);

    assertHeld(id, "roll it back, with force");
    assertThat(scene.right.server().committed()).isEmpty();
    assertThat(scene.right.server().prepared()).hasSize(1);
  }

  @Test
  void aCommitOfAnOperatorWhoseRecordIsDamagedIsNotRolledBack() throws IOException {
    String id = scene.orphan("a");
    // The decision is of a later start than the branch, and so is its damage.
    scene.left.script().at(Step.BEFORE_ROLLBACK, Script.fail(XAException.XAER_RMFAIL));
    scene.restart();
    scene.left.script().at(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    assertThat(perform(id, Resolution.COMMIT, FORCE).complete()).isFalse();
    scene.left.script().calm();
    scene.garbleTheLastRecord(id);

    assertHeld(id, "commit it");
    assertThat(scene.left.server().prepared()).hasSize(1);
    assertThat(perform(id, Resolution.COMMIT, PLAIN).complete()).isTrue();
    assertThat(scene.left.server().committed()).containsEntry("a", "l");
    assertSettled();
  }

  @Test
  void aLaterRollbackOfItCounts() throws IOException {
    String id = scene.orphan("a");
    scene.left.script().at(Step.BEFORE_ROLLBACK, Script.fail(XAException.XAER_RMFAIL));
    scene.restart();
    scene.left.script().at(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    assertThat(perform(id, Resolution.COMMIT, FORCE).complete()).isFalse();
    scene.garbleTheLastRecord(id);
    assertThat(perform(id, Resolution.ROLLBACK, PLAIN).complete()).isFalse();
    scene.left.script().calm();
    scene.restart();
    assertThat(scene.left.server().prepared()).as("presumed abort is what was decided").isEmpty();
    assertSettled();
  }

  @Test
  void aHistoryThatCannotBeReadHoldsOnlyWhereTheLogIsDamaged() throws IOException {
    String lost = scene.decided("lost");
    admin().list();
    scene.write("between");
    String id = scene.decided("a");
    Files.createDirectory(scene.store().resolve("history.jsonl"));
    assertThat(admin().show(id).orElseThrow().branches())
        .extracting(Branch::condition)
        .containsOnly(BranchCondition.FINISHING);
    scene.garbleTheLog(lost);
    assertThat(List.of(id, lost))
        .allSatisfy(
            each ->
                assertThat(admin().show(each).orElseThrow().branches().get(0).reason())
                    .contains("make history.jsonl of the store readable"));
    Files.delete(scene.store().resolve("history.jsonl"));
    admin().scan();
    assertThat(scene.right.server().committed()).containsKey("a").doesNotContainKey("lost");
  }
}
