package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walk does what it says, on real sources. */
class DemoTest {

  @TempDir Path dir;

  @Test
  void showsWhatEachSourceHoldsAfterEachStep() throws Exception {
    Run demo = Run.tutti(dir, "demo", "transactional", "--json");

    assertThat(demo.err()).isEmpty();
    assertThat(demo.code()).isZero();
    List<String> held = new ArrayList<>();
    List<String> outcomes = new ArrayList<>();
    for (JsonNode step : demo.json()) {
      held.add(
          step.get("orders").asInt()
              + " "
              + step.get("stock").asInt()
              + " "
              + step.get("events").asInt()
              + " "
              + step.get("cache").asInt()
              + " audit "
              + step.get("audit").asInt());
      outcomes.add(step.get("outcome").asText().replaceAll(":.*", ""));
    }
    assertThat(held)
        .containsExactly(
            "0 0 0 0 audit 1",
            "1 1 1 1 audit 2",
            "0 0 0 0 audit 2",
            "0 0 0 0 audit 3",
            "0 0 0 0 audit 4");
    assertThat(outcomes)
        .containsExactly(
            "threw OutOfStockException",
            "returned",
            "returned true",
            "threw IllegalArgumentException",
            "threw TransactionTimeoutException");
  }

  @Test
  void leavesTheSourcesAsItFoundThemAndCanBeWalkedAgain() throws Exception {
    assertThat(Run.tutti(dir, "demo", "transactional").out())
        .contains("orders 1, stock 1, events 1, cache 1; audit 2")
        .contains("timed out");
    assertThat(Run.tutti(dir, "verify").code()).isZero();
    assertThat(Run.tutti(dir, "demo", "transactional").code()).isZero();
  }
}
