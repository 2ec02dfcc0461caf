package dev.tutti.tm.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.testing.ChildJvm;
import dev.tutti.tm.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the log really runs full, each time in a process that sees it. */
class FullDiskTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path dir;

  private void play(String scene) throws IOException {
    Path disk = Files.createDirectory(dir.resolve("disk"));
    ChildJvm.Ended ended = SmallDisk.run(disk, "16m", LIMIT, FullDisk.class, scene, dir.toString());
    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("played " + scene);
    assertThat(disk).as("gone with its process").isEmptyDirectory();
  }

  @Test
  void aWriteIsRefusedWholeAndTheSystemGoesOnOnceThereIsRoom() throws IOException {
    play("refuses");
  }

  @Test
  void aStartIsRefusedAndLosesNothing() throws IOException {
    play("starts");
  }

  @Test
  void aForceThatFindsNoRoomLeavesItsTransactionToTheNextStart() throws IOException {
    play("forces");
  }
}
