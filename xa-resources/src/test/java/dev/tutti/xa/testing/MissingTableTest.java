package dev.tutti.xa.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.AssertionFailedError;

class MissingTableTest {

  @Test
  void saysWhatCouldNotRunAndWhy() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setProperty("tutti.missing.example", "true");
    try (PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(selectClass(OneNeeds.class), selectClass(AllNeed.class))
                  .build(),
              new MissingTable(print));
    } finally {
      System.clearProperty("tutti.missing.example");
    }
    assertThat(out.toString(StandardCharsets.UTF_8).lines().map(String::strip))
        .anyMatch(line -> line.equals("MySQL cannot run here: libaio1 is missing"))
        .anyMatch(line -> line.matches(".*OneNeeds +1 test or class"))
        .anyMatch(line -> line.equals("MariaDB cannot run here: it is not installed"))
        .anyMatch(line -> line.matches(".*AllNeed +1 test or class"));
  }

  @EnabledIfSystemProperty(named = "tutti.missing.example", matches = "true")
  static class OneNeeds {
    @Test
    void needsIt() {
      Requirements.check("MySQL", Optional.of("libaio1 is missing"), false);
    }

    @Test
    void doesNot() {}
  }

  @EnabledIfSystemProperty(named = "tutti.missing.example", matches = "true")
  static class AllNeed {
    @BeforeAll
    static void needsIt() {
      Requirements.check("MariaDB", Optional.of("it is not installed"), false);
    }

    @Test
    void never() {}
  }

  @Test
  void nothingMayBeSkippedInCi() {
    assertThat(Requirements.nothingMayBeSkipped(null, null)).isFalse();
    assertThat(Requirements.nothingMayBeSkipped(null, "true")).isTrue();
    assertThat(Requirements.nothingMayBeSkipped("true", null)).isTrue();
    assertThat(Requirements.nothingMayBeSkipped("false", "true")).isFalse();
    assertThatThrownBy(() -> Requirements.check("X", Optional.of("y is missing"), true))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessage("X cannot run here: y is missing");
    assertThatThrownBy(() -> Requirements.check("X", Optional.of("y is missing"), false))
        .isInstanceOf(ServerMissingException.class);
  }

  @Test
  void namesThePackageOfAMissingLibrary() {
    assertThat(
            MysqlServer.libraries(
                """
                \tlibaio.so.1 => not found
                \tlibnuma.so.1 => not found
                \tlibc.so.6 => /lib/libc.so.6 (0x0)
                """))
        .contains("libaio.so.1 and libnuma.so.1 are missing; apt-get install libaio1 libnuma1");
    assertThat(MysqlServer.libraries("\tlibc.so.6 => /lib/libc.so.6 (0x0)")).isEmpty();
  }
}
