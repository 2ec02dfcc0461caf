package dev.tutti.app.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
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
    return new Flatness(samples).problems();
  }

  @Test
  void whatIsFlat() {
    assertThat(problems(look -> Map.of("writer-#", 8 + look % 2))).isEmpty();
  }

  @Test
  void aKindThatGoesOnGrowing() {
    assertThat(problems(look -> Map.of("writer-#", 8, "pump-#", look / 7)))
        .singleElement()
        .asString()
        .startsWith("threads 'pump-#' grew by 3");
  }

  @Test
  void aServiceThreadForEachOfThreePoolsIsNone() {
    assertThat(
            problems(look -> Map.of("agroal-#", look < 15 ? 1 : 3, "credits", look < 20 ? 0 : 1)))
        .isEmpty();
  }

  @Test
  void oneMoreOfEveryKindIsSomething() {
    assertThat(
            problems(
                look -> {
                  Map<String, Integer> threads = new HashMap<>();
                  for (char kind = 'a'; kind < 'k'; kind++) {
                    threads.put(String.valueOf(kind), look < 20 ? 0 : 1);
                  }
                  return threads;
                }))
        .containsExactly("threads grew by 10, more than 8");
  }
}
