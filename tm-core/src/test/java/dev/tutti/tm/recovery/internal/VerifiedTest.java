package dev.tutti.tm.recovery.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerifiedTest {

  private final Verified verified = new Verified();

  @Test
  void whatWasCheckedNeedNotBeAskedAgainUntilThereIsADoubt() {
    verified.check().passed("stock");
    assertThat(verified.contains("stock")).isTrue();
    verified.doubtAll();
    assertThat(verified.contains("stock")).isFalse();
    verified.check().passed("stock");
    assertThat(verified.contains("stock")).isTrue();
  }

  @Test
  void aCheckThatBeganBeforeADoubtProvesNothing() {
    Verified.Check check = verified.check();
    verified.doubtAll();
    check.passed("stock");
    assertThat(verified.contains("stock")).isFalse();
  }

  @Test
  void oneThatFailsIsAskedAgain() {
    verified.check().passed("stock");
    verified.check().failed("stock");
    assertThat(verified.contains("stock")).isFalse();
  }
}
