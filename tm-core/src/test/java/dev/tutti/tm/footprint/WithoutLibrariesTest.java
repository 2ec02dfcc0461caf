package dev.tutti.tm.footprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.testing.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is optional is asked for by name, in one line, when it is needed and not before. */
class WithoutLibrariesTest {

  private static final String OF_CLASS =
      "class: a subclass of dev.tutti.tm.footprint.WithoutLibraries$Plain needs"
          + " net.bytebuddy:byte-buddy on the class path: add it, or put an interface in front and"
          + " use transactional(type, implementation)";

  @TempDir Path dir;

  @Test
  void saysWhichLibraryToAdd() {
    ChildJvm.Ended ended =
        ChildJvm.runWithout(
            Set.of("byte-buddy", "failsafe", "micrometer"),
            Duration.ofMinutes(1),
            WithoutLibraries.class,
            dir.resolve("store").toString());
    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output().lines())
        .containsExactly(
            "interface: true",
            OF_CLASS,
            OF_CLASS,
            "retry: dev.tutti.tm.footprint.WithoutLibraries$Repeated.place sets retry, which needs"
                + " dev.failsafe:failsafe on the class path",
            "vitals: true, meters: io/micrometer/core/instrument/binder/MeterBinder");
  }
}
