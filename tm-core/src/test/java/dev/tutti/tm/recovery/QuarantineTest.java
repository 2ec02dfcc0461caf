package dev.tutti.tm.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.recovery.Explanation.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record of the log with a flipped bit, between records that can be read. */
class QuarantineTest {

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

  /** Whoever was lost is heard again, and asked who it is, as before any new work. */
  private void meet(String key) {
    scene.admin().list();
    scene.write(key);
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  @Test
  void nothingElseStopsAndNothingOfItIsGuessed() throws IOException {
    scene.decided("before");
    meet("between 1");
    String lost = scene.decided("lost");
    meet("between 2");
    scene.decided("behind");
    scene.garbleTheLog(lost);

    assertThat(scene.admin().scan().rolledBack()).isZero();
    assertThat(scene.right.server().committed())
        .containsKeys("before", "behind")
        .doesNotContainKey("lost");
    assertThat(scene.write("new").name()).as("new work goes on").isEqualTo("COMMITTED");
    RecoveryList list = scene.admin().list();
    assertThat(list.transactions()).extracting(InDoubtTransaction::id).containsExactly(lost);
    assertThat(list.transactions())
        .flatExtracting(InDoubtTransaction::branches)
        .extracting(Branch::condition)
        .containsOnly(BranchCondition.UNREADABLE);

    Hold hold = list.holds().get(0);
    Path kept = scene.store().toAbsolutePath().resolve("damaged/" + hold.id() + ".bin");
    assertThat(hold.kind()).isEqualTo(Hold.Kind.UNREADABLE_RECORD);
    assertThat(hold.reason())
        .contains("journal-", ", bytes ")
        .contains("a decision of start 1 may have been in it")
        .contains("damaged/" + hold.id() + ".bin");
    assertThat(text(kept)).contains(lost.substring(1)).doesNotContain(lost);

    Explanation explained = scene.admin().explain(hold.id());
    assertThat(explained.timeline().toString())
        .contains("what is before and after it was read")
        .contains("1 prepared branches could belong to it")
        .contains("not presumed aborted");
    assertThat(explained.sources()).contains(new Source("right", "prepared: " + lost));
    assertThat(explained.choices().toString())
        .contains("recovery resolve " + hold.id() + " --release")
        .contains("the next pass rolls them back");

    String later = scene.orphan("of a later start");
    assertThat(scene.admin().scan().rolledBack()).as("no damage of its start").isEqualTo(1);
    assertThat(scene.admin().show(later)).isEmpty();
  }

  @Test
  void whatNobodyDecidedInThatStartIsNotPresumedAborted() throws IOException {
    String known = scene.decided("known");
    assertThat(scene.admin().scan().isClean()).isTrue();
    meet("between");
    String orphan = scene.orphan("orphan");
    scene.garbleTheLog(known);

    assertThat(scene.admin().scan().rolledBack()).isZero();
    assertThat(scene.admin().show(orphan).orElseThrow().branches())
        .extracting(Branch::condition)
        .containsExactly(BranchCondition.UNREADABLE);
    assertThat(scene.left.server().prepared()).hasSize(1);
  }

  @Test
  void aReleaseEndsTheHoldAndOnlyThat() throws IOException {
    String lost = scene.decided("lost");
    scene.garbleTheLog(lost);
    List<Hold> holds = scene.admin().list().holds();
    assertThat(holds).isNotEmpty();
    for (Hold hold : holds) {
      ResolutionPlan plan = scene.admin().plan(hold.id(), Resolution.RELEASE);
      assertThat(scene.admin().list().holds()).as("planned only").contains(hold);
      scene.admin().perform(plan, new Approval("somebody", "compared them", true));
      assertThat(scene.store().resolve("damaged/" + hold.id() + ".bin")).exists();
    }
    assertThat(scene.admin().list().holds()).isEmpty();
    assertThat(scene.right.server().prepared()).as("no branch was ended by it").hasSize(1);
    Optional<InDoubtTransaction> now = scene.admin().show(lost);
    assertThat(now.orElseThrow().branches())
        .extracting(Branch::condition)
        .containsExactly(BranchCondition.ORPHAN);
  }
}
