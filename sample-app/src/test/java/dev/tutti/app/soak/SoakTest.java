package dev.tutti.app.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The soak's short form: in a JVM of its own, so that what it measures is its own. */
@Tag("campaign")
@Timeout(value = 3, unit = TimeUnit.HOURS)
class SoakTest {

  @TempDir Path dir;

  @Test
  void nothingGrowsAndNothingIsLeft() throws Exception {
    String writes = System.getProperty("tutti.soak.writes", "20000");
    ChildJvm.Ended soak =
        ChildJvm.run(Duration.ofHours(3), Soak.class, writes, dir.resolve("soak").toString());
    Files.writeString(Path.of("target", "soak.md"), soak.output());
    System.out.println(soak.output());
    assertThat(soak.exit()).as(soak.output()).isZero();
  }
}
