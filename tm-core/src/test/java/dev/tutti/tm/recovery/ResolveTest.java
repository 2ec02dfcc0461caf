package dev.tutti.tm.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator decides: shown first, refused where it would mix, kept in the history. */
class ResolveTest {

  private static final Approval PLAIN = new Approval("ann", "", false);
  private static final Approval FORCE = new Approval("ann", "the customer has called", true);

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

  @Test
  void commitOfADecisionFinishesItAndIsIdempotent() {
    String id = scene.decided("a");
    ResolutionPlan plan = admin().plan(id, Resolution.COMMIT);
    assertThat(plan.mixes()).isFalse();
    assertThat(plan.steps()).containsExactly("commit at right (xa_commit)");
    assertThat(scene.right.server().committed()).as("planned only").isEmpty();

    ResolutionResult result = admin().perform(plan, PLAIN);
    assertThat(result.complete()).isTrue();
    assertThat(scene.right.server().committed()).containsEntry("a", "r");
    assertThat(admin().list().isInDoubt()).isFalse();

    assertThat(admin().perform(plan, PLAIN).number()).as("again").isZero();
    assertThat(admin().history()).hasSize(1);
    HistoryEntry entry = admin().history().get(0);
    assertThat(entry.who()).isEqualTo("ann");
    assertThat(entry.before()).anyMatch(line -> line.startsWith("right: FINISHING"));
    assertThat(entry.result().orElseThrow().results()).containsExactly("right: committed");
  }

  @Test
  void aRollbackOfADecisionIsRefusedUnlessForcedAndSaysWhatDiffers() throws IOException {
    String id = scene.decided("a");
    ResolutionPlan plan = admin().plan(id, Resolution.ROLLBACK);
    assertThat(plan.mixes()).isTrue();
    assertThatThrownBy(() -> admin().perform(plan, PLAIN))
        .isInstanceOf(ResolutionRefusedException.class)
        .hasMessageContaining("--force --reason");
    assertThat(admin().history()).as("nothing was decided").isEmpty();
    assertThat(scene.right.server().prepared()).hasSize(1);

    ResolutionResult result = admin().perform(plan, FORCE);
    assertThat(result.complete()).isTrue();
    assertThat(result.difference().toString()).contains("[left] keep").contains("[right] lose it");
    assertThat(scene.right.server().prepared()).isEmpty();
    assertThat(scene.right.server().committed()).isEmpty();
    assertThat(admin().history().get(0).forced()).isTrue();
    scene.restart();
    assertThat(admin().scan().isClean()).isTrue();
  }

  @Test
  void aForcedRollbackThatCannotBeDoneIsNeverCommittedByRecovery() throws IOException {
    String id = scene.decided("a");
    scene.right.script().at(Step.BEFORE_ROLLBACK, Script.fail(XAException.XAER_RMFAIL));

    assertThat(perform(id, Resolution.ROLLBACK, FORCE).complete()).isFalse();
    scene.right.script().calm();
    scene.restart();
    admin().scan();
    assertThat(scene.right.server().committed()).isEmpty();
    assertThat(perform(id, Resolution.ROLLBACK, FORCE).complete()).isTrue();
    assertThat(scene.right.server().prepared()).isEmpty();
    assertThat(admin().scan().isClean()).isTrue();
  }

  @Test
  void anOrphanIsRolledBackPlainlyAndCommittedByForceOnly() {
    String id = scene.orphan("a");
    assertThat(admin().plan(id, Resolution.COMMIT).mixes()).isTrue();
    assertThat(perform(id, Resolution.ROLLBACK, PLAIN).complete()).isTrue();
    assertThat(scene.left.server().prepared()).isEmpty();

    String other = scene.orphan("b");
    assertThat(perform(other, Resolution.COMMIT, FORCE).complete()).isTrue();
    assertThat(scene.left.server().committed()).containsEntry("b", "l");
    assertThat(admin().scan().isClean()).isTrue();
  }

  @Test
  void aCommitByAnOperatorIsCarriedOutOverACrash() throws IOException {
    String id = scene.orphan("a");
    scene.left.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    assertThat(perform(id, Resolution.COMMIT, FORCE).complete()).isFalse();

    scene.restart();
    assertThat(scene.left.server().committed()).containsEntry("a", "l");
    assertThat(admin().scan().isClean()).isTrue();
  }

  @Test
  void aHeuristicIsForgottenAndTheDifferenceIsTold() throws IOException {
    String id = scene.heuristic("a");
    assertThat(admin().plan(id, Resolution.COMMIT).refusal()).isPresent();

    ResolutionResult result = perform(id, Resolution.FORGET, PLAIN);
    assertThat(result.complete()).isTrue();
    assertThat(result.difference().toString()).contains("right").contains("[left] committed");
    scene.right.server().prepared().forEach(scene.right.server()::forgetPrepared);
    scene.restart();
    assertThat(admin().scan().isClean()).isTrue();
  }

  @Test
  void aHoldEndsWhenSomebodySaysSoAndOnlyThat() throws IOException {
    String id = scene.decided("a");
    scene.garbleTheLog(id);
    String record = admin().list().holds().get(0).id();
    String progress = admin().list().holds().get(1).id();
    assertThat(admin().plan(record, Resolution.COMMIT).refusal()).isPresent();
    ResolutionPlan release = admin().plan(record, Resolution.RELEASE);
    assertThat(release.mixes()).as("a prepared branch depends on it").isTrue();
    assertThatThrownBy(() -> admin().perform(release, PLAIN))
        .isInstanceOf(ResolutionRefusedException.class);

    assertThat(perform(id, Resolution.COMMIT, PLAIN).complete()).isTrue();
    assertThat(scene.right.server().committed()).containsEntry("a", "r");
    assertThat(admin().list().holds()).as("settling a branch ends no hold").hasSize(2);
    assertThat(admin().plan(record, Resolution.RELEASE).mixes())
        .as("now nothing depends")
        .isFalse();
    assertThat(perform(record, Resolution.RELEASE, PLAIN).complete()).isTrue();
    assertThat(admin().list().holds()).as("one by one").extracting("id").containsExactly(progress);
    assertThat(perform(progress, Resolution.RELEASE, PLAIN).complete()).isTrue();
    assertThat(admin().list().isInDoubt()).isFalse();
    scene.restart();
    assertThat(admin().scan().isClean()).isTrue();
  }

  @Test
  void whoAnswersBeforeTheOthersIsEndedToo() {
    String id = scene.decided("a");
    ResolutionPlan plan = admin().plan(id, Resolution.COMMIT);
    // Longer than those are waited for that are looked at together.
    scene
        .left
        .script()
        .once(Step.OPEN_RECOVERY, () -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(700)));
    assertThat(admin().perform(plan, PLAIN).complete()).isTrue();
    assertThat(scene.right.server().committed()).as("now, as it says").containsEntry("a", "r");
    assertThat(admin().show(id)).isEmpty();
  }

  @Test
  void aPlanOfAnotherSituationIsNotPerformed() {
    String id = scene.decided("a");
    ResolutionPlan plan = admin().plan(id, Resolution.ROLLBACK);
    scene.left.reachable(false);
    scene.right.reachable(false);
    assertThatThrownBy(() -> admin().perform(plan, FORCE))
        .isInstanceOf(ResolutionRefusedException.class);
    scene.left.reachable(true);
    scene.right.reachable(true);
    ResolutionPlan stale =
        new ResolutionPlan(
            id,
            Resolution.ROLLBACK,
            List.of(),
            List.of("x"),
            List.of(),
            true,
            List.of(),
            java.util.Optional.empty(),
            "0123456789abcdef");
    assertThatThrownBy(() -> admin().perform(stale, FORCE))
        .isInstanceOf(ResolutionRefusedException.class)
        .hasMessageContaining("situation has changed");
    assertThat(scene.right.server().prepared()).hasSize(1);
  }

  @Test
  void nothingIsDoneIfTheHistoryCannotBeWritten() throws IOException {
    String id = scene.decided("a");
    Files.createDirectory(scene.store().resolve("history.jsonl"));
    assertThatThrownBy(() -> perform(id, Resolution.COMMIT, PLAIN))
        .isInstanceOf(ResolutionRefusedException.class)
        .hasMessageContaining("nothing was done");
    assertThat(scene.right.server().prepared()).hasSize(1);
  }

  @Test
  void theHistoryOutlivesARestartAndACutLine() throws IOException {
    perform(scene.decided("a"), Resolution.COMMIT, PLAIN);
    Path file = scene.store().resolve("history.jsonl");
    Files.writeString(file, Files.readString(file) + "{\"number\":2,\"atMil");
    scene.restart();
    perform(scene.decided("b"), Resolution.COMMIT, new Approval("bob\u001b[2J", "so be it", false));

    assertThat(admin().history()).extracting("number").containsExactly(1L, 2L);
    assertThat(admin().history()).extracting("who").containsExactly("ann", "bob\u001b[2J");
    assertThat(Files.readString(file)).as("safe to print").doesNotContain("\u001b");
  }

  @Test
  void aForeignBranchIsNeverTouched() throws Exception {
    scene.prepareForeign("a");
    String id = admin().list().transactions().get(0).id();
    for (Resolution each : List.of(Resolution.COMMIT, Resolution.ROLLBACK, Resolution.FORGET)) {
      assertThat(admin().plan(id, each).refusal()).isPresent();
      assertThatThrownBy(() -> perform(id, each, FORCE))
          .isInstanceOf(ResolutionRefusedException.class);
    }
    assertThat(scene.left.server().prepared()).hasSize(1);
  }

  @Test
  void aLostNodeIsAdoptedAfterItIsShown() throws Exception {
    scene.prepareAs("a", "test", "1234567");
    scene.prepareAs("b", "gone", "7654321");
    ResolutionPlan plan = admin().plan("test-1234567", Resolution.ADOPT);
    assertThat(plan.steps()).hasSize(1);
    assertThat(plan.mixes()).isTrue();
    assertThat(perform("test-1234567", Resolution.ADOPT, FORCE).complete()).isTrue();
    assertThat(scene.left.server().prepared()).hasSize(1);
    assertThat(perform("gone", Resolution.ADOPT, FORCE).complete()).isTrue();
    assertThat(scene.left.server().prepared()).isEmpty();
    assertThat(admin().plan("gone", Resolution.ADOPT).isDone()).isTrue();
  }

  @Test
  void aNodeThatWorksIsNotAdopted() throws Exception {
    scene.prepareAs("a", "busy", "7654321");
    ResolutionPlan plan = admin().plan("busy", Resolution.ADOPT);
    // The survey lists, and the last look before acting lists again.
    scene.left.script().once(Step.RECOVER, () -> {});
    scene
        .left
        .script()
        .once(
            Step.RECOVER,
            () -> scene.left.server().prepared().forEach(scene.left.server()::forgetPrepared));
    ResolutionResult result = admin().perform(plan, FORCE);
    assertThat(result.complete()).isFalse();
    assertThat(result.results().toString()).contains("it is alive");
    assertThat(scene.left.script().calls()).filteredOn("rollback"::equals).hasSize(1);
  }

  @Test
  void explainTellsTheTimelineTheSourcesAndTheChoices() {
    String id = scene.decided("a");
    Explanation why = admin().explain(id);
    assertThat(why.timeline()).anyMatch(l -> l.contains("the decision to commit became durable"));
    assertThat(why.sources())
        .extracting(Explanation.Source::holds)
        .satisfiesExactly(
            l -> assertThat(l).isEqualTo("committed"), r -> assertThat(r).startsWith("prepared"));
    assertThat(why.choices())
        .anyMatch(c -> c.command().equals("recovery resolve " + id + " --commit --yes"))
        .anyMatch(c -> c.command().contains("--rollback --yes --force --reason"))
        .anyMatch(c -> c.command().endsWith("--forget") && c.consequence().startsWith("refused"));
    perform(id, Resolution.COMMIT, PLAIN);
    assertThat(admin().explain(id).timeline()).anyMatch(l -> l.contains("by ann: COMMIT"));
  }
}
