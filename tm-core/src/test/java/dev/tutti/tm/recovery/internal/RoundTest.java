package dev.tutti.tm.recovery.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundTest {

  private static final Set<String> ALL = Set.of("a", "b", "c", "d", "e", "f", "g", "h");

  private static final int ROUNDS = 300;

  /** One that is in neither would look like a resource that is not configured. */
  @Test
  void everybodyHasAnsweredOrIsWaitedForAtEachMoment() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      Round round = new Round(Duration.ZERO);
      ALL.forEach(name -> round.expect(name, Duration.ofMinutes(1)));
      Thread answering =
          new Thread(
              () -> ALL.forEach(name -> round.take(new Answer.Silent(name, "test"), () -> {})));
      answering.start();
      assertNobodyIsMissing(round);
      answering.join();
    }
  }

  private static void assertNobodyIsMissing(Round round) {
    Set<String> heard = new HashSet<>();
    Round.Wave wave;
    do {
      wave = round.next();
      wave.answers().forEach(answer -> assertThat(heard.add(answer.resource())).isTrue());
      Set<String> known = new HashSet<>(heard);
      known.addAll(wave.pending());
      assertThat(known).isEqualTo(ALL);
    } while (!wave.pending().isEmpty());
  }
}
