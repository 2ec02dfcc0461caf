package dev.tutti.tm.recovery.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.spi.Finding.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreCheckTest {

  private static final long MB = 1L << 20;

  @ParameterizedTest
  @CsvSource({"10, FAIL", "63, FAIL", "64, WARN", "1023, WARN", "1024, PASS", "100000, PASS"})
  void littleSpace(long megabytes, Level level) {
    assertThat(StoreCheck.space(megabytes * MB).level()).isEqualTo(level);
  }

  @Test
  void saysHowMuch() {
    assertThat(StoreCheck.space(10 * MB).measured()).isEqualTo("10 MB free");
  }
}
