package dev.tutti.app.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ValueTest {

  @Test
  void textIsComparedLetterByLetterAndTheRestByMeaning() {
    assertThat(same("1.50", false, "1.5", true)).isTrue();
    assertThat(same("1.50", true, "1.5", true)).isFalse();
    assertThat(same("007", true, "7", false)).isFalse();
    assertThat(same("2026-03-02T08:00:00Z", true, "2026-03-02 08:00:00.0", false)).isTrue();
    assertThat(same("2026-03-02T08:00:01Z", true, "2026-03-02T08:00", false)).isFalse();
    assertThat(same("a", false, "b", false)).isFalse();
  }

  private static boolean same(String a, boolean exactA, String b, boolean exactB) {
    return new Value(a, exactA).same(new Value(b, exactB));
  }
}
