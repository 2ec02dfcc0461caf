package dev.tutti.tm.branch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.spi.TransactionEvent.Ending;
import dev.tutti.tm.testing.IdleEngine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A driver's own bound can end the work before the watch has come to the deadline. */
class DeadlineTest {

  @Test
  void workThatFailsAfterTheDeadlineTimedOut() {
    LiveTransaction late = transaction(Duration.ZERO);
    late.failed();
    late.finish(false);
    assertThat(late.ending()).isEqualTo(Ending.TIMED_OUT);
  }

  @Test
  void workThatFailsBeforeTheDeadlineDidNot() {
    LiveTransaction early = transaction(Duration.ofHours(1));
    early.failed();
    early.finish(false);
    assertThat(early.ending()).isEqualTo(Ending.ROLLED_BACK);
  }

  @Test
  void aDecisionIsNotChangedByTheDeadline() {
    LiveTransaction decided = transaction(Duration.ZERO);
    decided.decided(Decision.COMMIT);
    decided.failed();
    decided.finish(true);
    assertThat(decided.ending()).isEqualTo(Ending.COMMITTED);
  }

  private static LiveTransaction transaction(Duration timeout) {
    return new LiveTransaction(
        "tx", "", timeout, false, Duration.ZERO, new EventHub(List.of()), new IdleEngine());
  }
}
