package dev.tutti.tm.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.testing.ScriptedResource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an earlier version left in doubt is seen and finished by this one. */
class GoldenStoreTest {

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = "golden-store-1.zip")
  void everyLaterBuildReadsAndFinishesIt(String archive) throws Exception {
    Map<Object, Object> ids = GoldenStore.unpack(archive, dir);
    String hold = String.valueOf(ids.get("hold"));
    ScriptedResource left = new ScriptedResource("left", dir.resolve("left"));
    ScriptedResource right = new ScriptedResource("right", dir.resolve("right"));
    try (TransactionSystem looking =
        TransactionSystem.builder(
                TransactionSystemConfig.builder("test", dir.resolve("store")).build())
            .resources(List.of(left, right))
            .recoveryOnly()
            .start()) {
      RecoveryList list = looking.recovery().list();
      Map<Object, Object> found = new HashMap<>();
      list.transactions().forEach(t -> found.put(t.branches().get(0).condition().name(), t.id()));
      list.holds().forEach(h -> found.put("hold", h.id()));
      assertThat(found).isEqualTo(ids);
      assertThat(list.holds().get(0).reason()).contains("damaged/" + hold + ".bin");
      assertThat(looking.recovery().history())
          .extracting(HistoryEntry::who, HistoryEntry::resolution, e -> e.result().isPresent())
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("operator", Resolution.RELEASE, true));
    }
    try (InDoubt scene = new InDoubt(dir)) {
      scene.admin().scan();
      assertThat(scene.right.server().committed()).containsEntry("finishing", "r");
      assertThat(scene.left.server().committed()).doesNotContainKey("orphan");
      assertThat(scene.admin().list().transactions())
          .as("what no program may decide")
          .extracting(InDoubtTransaction::id)
          .containsExactlyInAnyOrder(
              String.valueOf(ids.get("UNREADABLE")), String.valueOf(ids.get("HEURISTIC")));
      assertThat(scene.left.server().prepared()).isEmpty();
      assertThat(scene.right.server().prepared()).hasSize(2);
      Resolution commit = Resolution.COMMIT;
      String lost = String.valueOf(ids.get("UNREADABLE"));
      RecoveryAdmin admin = scene.admin();
      admin.perform(admin.plan(lost, commit), new Approval("operator", "as left did", false));
      assertThat(scene.right.server().committed()).containsEntry("unreadable", "r");
      assertThat(scene.write("new").name()).isEqualTo("COMMITTED");
    }
  }
}
