package dev.tutti.tm.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.recovery.socket.OperatorClient;
import dev.tutti.tm.spi.Finding;
import dev.tutti.tm.spi.Finding.Level;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proof that a branch can be recovered, and what is found about the store. */
class DoctorTest {

  private static final String RECOVERS = "recovery of a real branch";

  @TempDir Path dir;
  private ScriptedResource source;

  @BeforeEach
  void open() {
    source = new ScriptedResource("source", dir.resolve("source"));
  }

  private TransactionSystemConfig config() {
    return TransactionSystemConfig.builder("test", dir.resolve("store"))
        .recoveryInterval(Duration.ofHours(1))
        .operatorSocket(true)
        .build();
  }

  private TransactionSystem start() throws Exception {
    return TransactionSystem.builder(config()).resources(List.of(source)).start();
  }

  private List<Finding> source(DoctorReport report) {
    assertThat(report.diagnoses()).extracting(Diagnosis::subject).contains("store", "source");
    return report.diagnoses().get(1).findings();
  }

  private Finding proof() throws Exception {
    try (TransactionSystem system = start()) {
      return source(system.recovery().examine(line -> {})).stream()
          .filter(finding -> finding.check().equals(RECOVERS))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void aRealBranchIsPreparedFoundAgainAndRolledBack() throws Exception {
    List<String> progress = new ArrayList<>();
    try (TransactionSystem system = start()) {
      DoctorReport report = system.recovery().examine(progress::add);
      assertThat(source(report)).allMatch(finding -> finding.level() == Level.PASS);
      assertThat(source(report)).extracting(Finding::check).contains(RECOVERS);
    }
    assertThat(progress).containsExactly("the store", "source");
    assertThat(source.script().calls()).containsSubsequence("prepare", "recover", "rollback");
    assertThat(source.server().prepared()).isEmpty();
    assertThat(source.server().committed()).isEmpty();
    assertThat(source.released()).as("its connection is used for nothing else").contains(false);
  }

  @Test
  void overTheSocketToo() throws Exception {
    try (TransactionSystem system = start()) {
      OperatorClient client = OperatorClient.connect(config().store()).orElseThrow();
      List<String> progress = new ArrayList<>();
      assertThat(client.examine(progress::add).worst())
          .isEqualTo(system.recovery().examine(line -> {}).worst());
      assertThat(progress).contains("source");
    }
  }

  @Test
  void aSourceThatForgetsWhatItPrepared() throws Exception {
    source
        .script()
        .at(Step.AFTER_PREPARE, () -> source.server().prepared().forEach(this::forgotten));
    Finding found = proof();
    assertThat(found.level()).isEqualTo(Level.FAIL);
    assertThat(found.measured()).contains("not listed once its connection is gone");
  }

  private void forgotten(javax.transaction.xa.Xid xid) {
    source.server().forgetPrepared(xid);
  }

  @Test
  void aSourceThatCannotPrepare() throws Exception {
    source.script().at(Step.BEFORE_PREPARE, Script.fail(XAException.XAER_RMERR));
    Finding found = proof();
    assertThat(found.level()).isEqualTo(Level.FAIL);
    assertThat(found.measured()).contains("could not prepare it (xa_prepare)", "XAER_RMERR");
    assertThat(found.fix()).contains("do not trust it");
  }

  @Test
  void aSourceThatIsAway() throws Exception {
    try (TransactionSystem system = start()) {
      source.reachable(false);
      assertThat(source(system.recovery().examine(line -> {})))
          .filteredOn(finding -> finding.level() == Level.FAIL)
          .singleElement()
          .satisfies(finding -> assertThat(finding.check()).isEqualTo("reached"));
      source.reachable(true);
    }
  }

  /** What is left is an orphan of this store: the next pass rolls it back. */
  @Test
  void aTrialThatBreaksOffIsRolledBackByRecovery() throws Exception {
    try (TransactionSystem system = start()) {
      source.script().once(Step.OPEN_RECOVERY, Script.fail(XAException.XAER_RMFAIL));
      assertThat(source(system.recovery().examine(line -> {})))
          .anyMatch(f -> f.check().equals(RECOVERS) && f.level() == Level.FAIL);
      assertThat(source.server().prepared()).hasSize(1);
      assertThat(system.recovery().scan().rolledBack()).isEqualTo(1);
      assertThat(source.server().prepared()).isEmpty();
    }
  }

  @Test
  void theStoreIsLookedAt() throws Exception {
    try (TransactionSystem system = start()) {
      Path store = dir.resolve("store");
      Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwxr-xrwx"));
      List<Finding> found = system.recovery().examine(line -> {}).diagnoses().get(0).findings();
      assertThat(found)
          .extracting(Finding::check)
          .contains("identity and lock", "file system", "fsync", "space", "decision log");
      assertThat(found)
          .filteredOn(finding -> finding.check().equals("rights"))
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.level()).isEqualTo(Level.WARN);
                assertThat(finding.fix()).isEqualTo("chmod 700 " + store);
              });
      try (var files = Files.list(store)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .noneMatch(name -> name.startsWith("doctor"));
      }
    }
  }

  @Test
  void aStrictSystemStartsOnlyInHealth() throws Exception {
    TransactionSystemConfig strict =
        TransactionSystemConfig.builder("test", dir.resolve("store")).strict(true).build();
    TransactionSystem.builder(strict).resources(List.of(source)).start().close();
    source.script().at(Step.BEFORE_PREPARE, Script.fail(XAException.XAER_RMERR));
    assertThatThrownBy(() -> TransactionSystem.builder(strict).resources(List.of(source)).start())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("tm.strict")
        .hasMessageContaining("FAIL source, " + RECOVERS)
        .hasMessageContaining("fix: ");
    source.script().calm();
    TransactionSystem.builder(strict).resources(List.of(source)).start().close();
  }
}
