package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.log.NewerStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever meets the store of a newer version says so in one line, and leaves it as it is. */
class NewerStoreTest {

  @TempDir Path dir;
  private Path data;
  private Path file;

  @Test
  void isRefusedByEveryCommandBeforeAByteChanges() throws Exception {
    data = dir.resolve("data");
    file = Files.writeString(dir.resolve("orders.jsonl"), Run.tutti(data, "sample", "5").out());
    assertThat(Run.tutti(data, "sync", file.toString()).code()).isZero();
    Path store = data.resolve("log");

    NewerStore.record(store);
    refused("a newer version has written a record of kind 'Q'", "(it reads format 1)");

    // The form of the whole store is looked at first.
    NewerStore.format(store, 2);
    refused("the store has format 2, this version reads format 1");
  }

  private void refused(String... because) throws Exception {
    Map<String, String> before = contents();
    List<List<String>> commands =
        List.of(
            List.of("recovery", "list"),
            List.of("recovery", "resolve", "a0", "--rollback", "--force", "--reason", "x", "--yes"),
            List.of("doctor"),
            List.of("doctor", "--json"),
            List.of("sync", file.toString()),
            List.of("serve", "--port", "0"));
    for (List<String> command : commands) {
      Run run = Run.tutti(data, command.toArray(String[]::new));
      assertThat(run.code()).as("%s: %s", command, run.err()).isEqualTo(ExitCode.UNAVAILABLE);
      List<String> parts = new ArrayList<>(List.of(because));
      parts.add("tutti: " + data.resolve("log") + ": ");
      parts.add("Nothing was changed. Run the version that wrote it");
      assertThat(run.err()).as("%s", command).contains(parts).hasLineCount(1);
      if (command.contains("--json")) {
        assertThat(run.json().get("exit").asInt()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.json().get("error").asText()).contains(because);
      } else {
        assertThat(run.out()).as("%s", command).isEmpty();
      }
      assertThat(contents()).as("%s", command).isEqualTo(before);
    }
  }

  /** Every file and directory, with when it was changed and a hash of what is in it. */
  private Map<String, String> contents() throws Exception {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(data)) {
      for (Path path : paths.toList()) {
        byte[] bytes = Files.isRegularFile(path) ? Files.readAllBytes(path) : new byte[0];
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
        all.put(
            data.relativize(path).toString(),
            Files.getLastModifiedTime(path) + " " + HexFormat.of().formatHex(hash));
      }
    }
    return all;
  }
}
