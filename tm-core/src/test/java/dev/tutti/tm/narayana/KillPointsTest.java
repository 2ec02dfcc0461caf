package dev.tutti.tm.narayana;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.testing.ChildJvm;
import dev.tutti.tm.testing.ScriptedServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A halt at each point of the protocol, and what a restart makes of it by itself. */
class KillPointsTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({
    "left:BEFORE_PREPARE, false",
    "left:AFTER_PREPARE, false",
    "right:BEFORE_PREPARE, false",
    "right:AFTER_PREPARE, false",
    "left:BEFORE_COMMIT, true",
    "left:AFTER_COMMIT, true",
    "right:BEFORE_COMMIT, true",
    "right:AFTER_COMMIT, true"
  })
  void endsEverywhereOrNowhere(String step, boolean committed) {
    assertThat(ChildJvm.run(LIMIT, TuttiChild.class, dir.toString(), "write", step).exit())
        .isEqualTo(137);

    ChildJvm.Ended ended = ChildJvm.run(LIMIT, TuttiChild.class, dir.toString(), "recover");

    assertThat(ended.output()).contains("clean=true");
    for (String name : new String[] {"left", "right"}) {
      ScriptedServer server = new ScriptedServer(dir.resolve(name));
      assertThat(server.prepared()).as(name).isEmpty();
      assertThat(server.committed().containsKey("a")).as(name).isEqualTo(committed);
    }
  }
}
