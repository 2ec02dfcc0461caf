package dev.tutti.app.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** What a soak takes for a leak. */
class FlatnessTest {

  private static final int LOOKS = 40;

  private static List<String> problems(IntFunction<Map<String, Integer>> threads) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < LOOKS; i++) {
      samples.add(new Sample(i, i, 0, 0, threads.apply(i), 0, 0, List.of(), List.of(), 0));
    }
    return new Flatness(samples, LOOKS).problems();
  }

  @Test
  void whatIsFlat() {
    assertThat(problems(look -> Map.of("writer-#", 8 + look % 2))).isEmpty();
  }

  @Test
  void whatGoesOnGrowing() {
    assertThat(problems(look -> Map.of("writer-#", 8, "pump-#", look / 7)))
        .containsExactly("threads grew by 3, more than 2");
  }

  @Test
  void aLittleOfEverything() {
    assertThat(problems(look -> Map.of("a", look / 21, "b", look / 22, "c", look / 23)))
        .containsExactly("threads grew by 3, more than 2");
  }

  @Test
  void whatIsMadeInTheWarmUpIsNone() {
    assertThat(problems(look -> Map.of("agroal-#", look < LOOKS / 4 ? look : LOOKS))).isEmpty();
  }
}
