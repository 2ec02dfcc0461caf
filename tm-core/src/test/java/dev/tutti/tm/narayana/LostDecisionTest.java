package dev.tutti.tm.narayana;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.testing.ChildJvm;
import dev.tutti.tm.testing.ScriptedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A decision that was taken, and half carried out, when its record is damaged or gone. Each test
 * shows both: the engine as it is wired by itself ends half-committed, and ours holds.
 */
class LostDecisionTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path dir;

  private ScriptedServer server(String name) {
    return new ScriptedServer(dir.resolve(name));
  }

  private void crashBetweenCommits(Class<?> main) {
    assertThat(ChildJvm.run(LIMIT, main, dir.toString(), "write", "left:AFTER_COMMIT").exit())
        .isEqualTo(137);
    assertThat(server("left").committed()).containsKey("a");
    assertThat(server("right").prepared()).hasSize(1);
  }

  private String recover(Class<?> main) {
    ChildJvm.Ended ended = ChildJvm.run(LIMIT, main, dir.toString(), "recover");
    assertThat(ended.exit()).as(ended.output()).isZero();
    return ended.output();
  }

  private void assertHalfCommitted() {
    assertThat(server("left").committed()).containsKey("a");
    assertThat(server("right").committed()).isEmpty();
    assertThat(server("right").prepared()).as("rolled back").isEmpty();
  }

  private void assertHeld() {
    assertThat(server("left").committed()).containsKey("a");
    assertThat(server("right").prepared()).as("left prepared").hasSize(1);
  }

  private List<Path> files(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).sorted(Comparator.reverseOrder()).toList();
    }
  }

  @Test
  void withoutDamageBothFinish() {
    crashBetweenCommits(TuttiChild.class);
    assertThat(recover(TuttiChild.class)).contains("clean=true");
    assertThat(server("right").committed()).containsEntry("a", "r");
    assertThat(server("right").prepared()).isEmpty();
  }

  @Test
  void bareNarayanaFinishesTooWithoutDamage() {
    crashBetweenCommits(BareNarayana.class);
    recover(BareNarayana.class);
    assertThat(server("right").committed()).containsEntry("a", "r");
  }

  @Test
  void anUnreadableRecordHalfCommitsBareNarayana() throws IOException {
    crashBetweenCommits(BareNarayana.class);
    int garbled = 0;
    for (Path file : files(dir.resolve("bare-store"))) {
      if (file.toString().contains("AtomicAction")) {
        byte[] bytes = Files.readAllBytes(file);
        for (int i = bytes.length / 2; i < bytes.length - 8; i++) {
          bytes[i] = 0;
        }
        Files.write(file, bytes);
        garbled++;
      }
    }
    assertThat(garbled).isPositive();
    recover(BareNarayana.class);
    assertHalfCommitted();
  }

  @Test
  void anUnreadableRecordIsHeldHere() throws IOException {
    crashBetweenCommits(TuttiChild.class);
    int garbled = 0;
    for (Path file : files(dir.resolve("store"))) {
      byte[] bytes = Files.readAllBytes(file);
      int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("right");
      if (file.getFileName().toString().startsWith("journal-") && at >= 0) {
        bytes[at] ^= 0x40;
        Files.write(file, bytes);
        garbled++;
      }
    }
    assertThat(garbled).isPositive();

    assertThat(recover(TuttiChild.class))
        .contains("the decision log is damaged")
        .contains("UNREADABLE")
        .contains("clean=false");
    assertHeld();
    assertThat(recover(TuttiChild.class)).as("held over restarts").contains("UNREADABLE");
    assertHeld();
  }

  @Test
  void anEmptiedStoreHalfCommitsBareNarayana() throws IOException {
    crashBetweenCommits(BareNarayana.class);
    for (Path file : files(dir.resolve("bare-store"))) {
      Files.delete(file);
    }
    recover(BareNarayana.class);
    assertHalfCommitted();
  }

  @Test
  void anEmptiedStoreIsALostNodeHere() throws IOException {
    crashBetweenCommits(TuttiChild.class);
    for (Path file : files(dir.resolve("store"))) {
      Files.delete(file);
    }
    assertThat(recover(TuttiChild.class)).contains("LOST_NODE").contains("clean=false");
    assertHeld();
  }
}
