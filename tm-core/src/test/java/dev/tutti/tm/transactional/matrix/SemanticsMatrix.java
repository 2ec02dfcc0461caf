package dev.tutti.tm.transactional.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.TransactionSystem;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every type, with and without a caller's transaction, and everything that can happen in it: the
 * same for every front door. A door's test extends this and opens it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SemanticsMatrix {

  private Stage stage;
  private FrontDoor door;

  /** Wires a {@link ProbeBean}, or a bean of the same kind, on a running system. */
  protected abstract FrontDoor open(TransactionSystem system) throws Exception;

  @BeforeAll
  void raise(@TempDir Path dir) throws Exception {
    stage = new Stage(dir);
    door = open(stage.system());
  }

  @AfterAll
  void strike() throws Exception {
    door.close();
    stage.close();
  }

  static Stream<Cell> cells() {
    return Cell.all();
  }

  /** What must be seen; a door that differs says where, and why. */
  protected Seen expected(Cell cell) {
    return Expected.of(cell);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void behavesAsTheSpecificationSays(Cell cell) throws Exception {
    assertThat(stage.play(cell, door)).isEqualTo(expected(cell));
  }
}
