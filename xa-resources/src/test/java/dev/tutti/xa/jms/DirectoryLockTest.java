package dev.tutti.xa.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

  private static final int REFUSED = 3;

  @TempDir Path directory;

  /** Another process that wants the directory. */
  static final class Child {
    public static void main(String[] args) {
      try {
        DirectoryLock.take("events", Path.of(args[0])).close();
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
        System.exit(REFUSED);
      }
    }
  }

  @Test
  void aRefusedSecondLockLeavesTheFirstOneInPlace() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    try (DirectoryLock lock = DirectoryLock.take("events", directory)) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> DirectoryLock.take("events", directory))
          .hasMessageContaining("is used by another broker");
      assertThatThrownBy(() -> DirectoryLock.take("events", link))
          .hasMessageContaining("is used by another broker");
      ChildJvm.Ended other =
          ChildJvm.run(Duration.ofSeconds(30), Child.class, directory.toString());
      assertThat(other.exit()).as(other.output()).isEqualTo(REFUSED);
    }
    DirectoryLock.take("events", directory).close();
  }
}
