package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tutti.xa.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees who asks beforehand whether everything could be recovered. */
class DoctorCommandTest {

  @TempDir Path dir;

  @Test
  void theEmbeddedDefaultIsGoodForDevelopment() throws Exception {
    Path data = dir.resolve("data");
    Run doctor = Run.tutti(data, "doctor");
    assertThat(doctor.code()).as(doctor.out() + doctor.err()).isZero();
    assertThat(doctor.out().lines().findFirst().orElseThrow()).contains("is not running");
    assertThat(doctor.out())
        .contains("\nstore\n", "\norders\n", "\nevents\n")
        .contains("  PASS  recovery of a real branch: prepared, connection dropped, found again")
        .contains("  PASS  fsync: 20 forced writes: median ")
        .contains("  WARN  guarantee: DEVELOPMENT: ")
        .contains("        fix: for what must not be lost use a resource that is DURABLE_XA")
        .contains(" 0 failed");
    assertThat(doctor.err()).contains("looking at the store", "looking at orders");

    Run strict = Run.tutti(data, "doctor", "--strict");
    assertThat(strict.code()).isEqualTo(ExitCode.DIFFERENCES);
    Run json = Run.tutti(data, "doctor", "--json");
    assertThat(json.code()).isZero();
    JsonNode diagnoses = json.json().get("doctor").get("diagnoses");
    assertThat(diagnoses.get(0).get("subject").asText()).isEqualTo("store");
    assertThat(diagnoses.get(0).get("findings").get(0).get("level").asText()).isEqualTo("PASS");
    assertThat(Run.tutti(data, "recovery", "list").out()).contains("nothing is in doubt");
  }

  @Test
  void aFailureNamesItsFix() throws Exception {
    Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "tutti-doctor");
    try {
      Run doctor = Run.tutti(memory, "doctor");
      assertThat(doctor.code()).isEqualTo(ExitCode.DIFFERENCES);
      assertThat(doctor.out())
          .contains("  FAIL  file system: tmpfs: it lives in memory")
          .contains("        fix: move the store to a disk: --data");
    } finally {
      Trees.delete(memory);
    }
  }
}
