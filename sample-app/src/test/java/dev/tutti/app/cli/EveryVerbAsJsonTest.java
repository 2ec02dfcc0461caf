package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever an operator asks, a script can ask too. */
class EveryVerbAsJsonTest {

  @TempDir Path dir;

  @Test
  void isOneObjectThatSaysWhoAnswers() throws Exception {
    LeftInDoubt scene = LeftInDoubt.in(dir);
    Map<List<String>, String> asked = new LinkedHashMap<>();
    asked.put(List.of("recovery", "list"), "list");
    asked.put(List.of("recovery", "show", scene.id()), "transaction");
    asked.put(List.of("recovery", "explain", scene.id()), "explanation");
    asked.put(List.of("recovery", "resolve", scene.id(), "--commit"), "plan");
    asked.put(List.of("recovery", "adopt", "gone"), "plan");
    asked.put(List.of("recovery", "history"), "history");
    assertAnswers(scene, asked);
    assertThat(scene.ledger().server().prepared()).as("none of them did anything").hasSize(1);

    asked.clear();
    asked.put(List.of("doctor"), "doctor");
    asked.put(List.of("recovery", "scan"), "committed");
    asked.put(List.of("recovery", "accept", "ledger"), "rolledBack");
    asked.put(List.of("recovery", "drain", "--wait", "0"), "drain");
    assertAnswers(scene, asked);
    assertThat(scene.ledger().server().prepared()).isEmpty();
  }

  private static void assertAnswers(LeftInDoubt scene, Map<List<String>, String> asked)
      throws Exception {
    for (Map.Entry<List<String>, String> one : asked.entrySet()) {
      List<String> command = new ArrayList<>(one.getKey());
      command.add("--json");
      Run run = scene.tutti(command.toArray(String[]::new));
      JsonNode json = run.json();
      assertThat(json.get("running").asBoolean()).as("%s", command).isFalse();
      assertThat(json.get("answers").asText()).startsWith("node scene-");
      assertThat(json.has(one.getValue())).as("%s: %s", command, run.out()).isTrue();
    }
  }
}
