package dev.tutti.xa.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.recovery.DoctorReport;
import dev.tutti.tm.spi.Finding;
import dev.tutti.tm.spi.ResourceManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Examinations of one resource in a system that was started for recovery only. */
final class Practice {

  private final Path store;

  Practice(Path store) {
    this.store = store;
  }

  /** What is found about a resource; closes it. */
  List<Finding> examine(ResourceManager manager) throws IOException {
    return report(manager).diagnoses().get(1).findings();
  }

  /** What is found about the store. */
  List<Finding> store(ResourceManager manager) throws IOException {
    return report(manager).diagnoses().get(0).findings();
  }

  private DoctorReport report(ResourceManager manager) throws IOException {
    TransactionSystemConfig config = TransactionSystemConfig.builder("doctor", store).build();
    try (TransactionSystem system =
        TransactionSystem.builder(config).resources(List.of(manager)).recoveryOnly().start()) {
      return system.recovery().examine(line -> {});
    }
  }

  /** The one finding of a check, which must be of that level and name the fix. */
  static void assertFound(
      List<Finding> found, Finding.Level level, String check, String... inMeasureOrFix) {
    assertThat(found)
        .filteredOn(f -> f.check().equals(check) && f.level() == level)
        .as("%s %s in %s", level, check, found)
        .hasSize(1)
        .first()
        .satisfies(
            f -> {
              assertThat(f.measured() + " | " + f.fix()).contains(inMeasureOrFix);
              assertThat(f.fix()).as("the fix of %s", f).isNotBlank();
            });
  }

  /** Nothing worse than PASS, but what is said here. */
  static void assertHealthy(List<Finding> found, String... allowed) {
    assertThat(found)
        .filteredOn(f -> f.level() != Finding.Level.PASS && !List.of(allowed).contains(f.check()))
        .isEmpty();
    assertThat(found).extracting(Finding::check).contains("recovery of a real branch");
  }
}
