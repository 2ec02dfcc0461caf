package dev.tutti.tm.footprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process, one store. */
class SecondProcessTest {

  @TempDir Path dir;

  @Test
  void isRefusedWhileTheFirstLivesAndWelcomeWhenItIsGone() throws Exception {
    Path store = dir.resolve("store");
    TransactionSystemConfig config = TransactionSystemConfig.builder("n", store).build();
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                StoreHolder.class.getName(),
                store.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      assertThat(line).startsWith("holding n-");

      assertThatThrownBy(() -> TransactionSystem.start(config))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(store + ": the store belongs to a process that is running")
          .hasMessageContaining("stop the other one");

      // Not by its own will: the lock must go with the process.
      holder.destroyForcibly();
      holder.waitFor();
      try (TransactionSystem tutti = TransactionSystem.start(config)) {
        assertThat("holding " + tutti.nodeId()).isEqualTo(line);
      }
    } finally {
      holder.destroyForcibly();
    }
  }
}
