package dev.tutti.tm.narayana;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.transactional.matrix.Cell;
import dev.tutti.tm.transactional.matrix.Difference;
import dev.tutti.tm.transactional.matrix.FrontDoor;
import dev.tutti.tm.transactional.matrix.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stock interceptors play the same matrix: they agree, but for the listed differences. */
class NarayanaOracleTest {

  @Test
  void agreesButForTheListedDifferences(@TempDir Path dir) throws Exception {
    Set<Difference> met = new HashSet<>();
    try (Stage stage = new Stage(dir)) {
      FrontDoor door = new NarayanaDoor(stage.system().transactionManager());
      for (Cell cell : Cell.all().toList()) {
        List<Difference> listed = Difference.of(cell);
        met.addAll(listed);
        assertThat(stage.playAgainstExpectation(cell, door))
            .as("%s", cell)
            .isEqualTo(listed.isEmpty() ? "as expected" : listed.get(0).theirs());
      }
    }
    assertThat(met).as("no difference is listed that is none").hasSameSizeAs(Difference.ALL);
  }

  @Test
  void theDocumentationHasTheSameTable() throws Exception {
    assertThat(Files.readString(Path.of("..", "docs", "transactional.md")))
        .contains(Difference.table());
  }
}
