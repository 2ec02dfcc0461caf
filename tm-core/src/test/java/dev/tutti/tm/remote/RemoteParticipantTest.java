package dev.tutti.tm.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.Receipt;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.outcome.TuttiException;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.testing.ChildJvm;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kill test for participants that live in JVMs of their own. */
class RemoteParticipantTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path dir;

  private PipeResource left;
  private PipeResource right;

  private TransactionSystem open() throws IOException {
    left = new PipeResource("left", dir.resolve("left"));
    right = new PipeResource("right", dir.resolve("right"));
    return TransactionSystem.start(
        TransactionSystemConfig.builder("test", dir.resolve("store"))
            .recoveryInterval(Duration.ofHours(1))
            .drain(Duration.ofSeconds(2))
            .build(),
        left,
        right);
  }

  private Receipt<String> writeBoth(TransactionSystem tutti) throws IOException {
    return tutti.write(
        tx -> {
          tx.use(left).put("a", "l");
          tx.use(right).put("a", "r");
          return "done";
        });
  }

  private void assertEnded(boolean committed) throws IOException {
    for (String name : new String[] {"left", "right"}) {
      PipeStore store = new PipeStore(dir.resolve(name));
      assertThat(store.prepared()).as(name).isEmpty();
      assertThat(store.committed().containsKey("a")).as(name).isEqualTo(committed);
    }
  }

  @Test
  void commitsInTwoOtherProcesses() throws Exception {
    try (TransactionSystem tutti = open()) {
      assertThat(writeBoth(tutti).outcome()).isEqualTo(Outcome.COMMITTED);
      assertThat(tutti.recovery().scan().isClean()).isTrue();
    }
    assertEnded(true);
  }

  @ParameterizedTest
  @CsvSource({
    "left, BEFORE_PREPARE, false",
    "right, BEFORE_PREPARE, false",
    "left, PREPARE_UNANSWERED, false",
    "right, PREPARE_UNANSWERED, false",
    "left, AFTER_PREPARE, true",
    "right, AFTER_PREPARE, true",
    "left, BEFORE_COMMIT, true",
    "right, BEFORE_COMMIT, true",
    "left, COMMIT_UNANSWERED, true",
    "right, COMMIT_UNANSWERED, true",
    "left, AFTER_COMMIT, true",
    "right, AFTER_COMMIT, true"
  })
  void aKilledParticipantEndsAsTheOther(String who, Point point, boolean committed)
      throws Exception {
    try (TransactionSystem tutti = open()) {
      PipeResource victim = who.equals("left") ? left : right;
      victim.at(
          point,
          () -> {
            victim.kill();
            if (point.name().endsWith("UNANSWERED")) {
              throw new EOFException("the answer was lost");
            }
          });

      assertThat(caller(tutti)).isEqualTo(expected(point, committed));

      victim.up();
      tutti.recovery().scan();
      assertThat(tutti.recovery().scan().isClean()).isTrue();
      assertEnded(committed);
    }
  }

  /** What the caller was told; empty for a rollback. */
  private Optional<Outcome> caller(TransactionSystem tutti) throws IOException {
    try {
      return Optional.of(writeBoth(tutti).outcome());
    } catch (RolledBackException e) {
      return Optional.empty();
    }
  }

  private static Optional<Outcome> expected(Point point, boolean committed) {
    if (!committed) {
      return Optional.empty();
    }
    return Optional.of(point == Point.AFTER_COMMIT ? Outcome.COMMITTED : Outcome.COMMITTED_PENDING);
  }

  @ParameterizedTest
  @CsvSource({
    "left, BEFORE_PREPARE, false, false",
    "right, AFTER_PREPARE, false, false",
    "left, BEFORE_COMMIT, false, true",
    "left, AFTER_COMMIT, false, true",
    "right, AFTER_COMMIT, false, true",
    "left, AFTER_PREPARE, true, false",
    "right, AFTER_PREPARE, true, false",
    "left, BEFORE_COMMIT, true, true",
    "right, BEFORE_COMMIT, true, true"
  })
  void aKilledCoordinatorEndsEverywhereOrNowhere(
      String who, Point point, boolean participantToo, boolean committed) throws Exception {
    ChildJvm.Ended killed =
        ChildJvm.run(
            LIMIT,
            PipeChild.class,
            dir.toString(),
            who,
            point.name(),
            Boolean.toString(participantToo));
    assertThat(killed.exit()).as(killed.output()).isEqualTo(137);

    ChildJvm.Ended recovered = ChildJvm.run(LIMIT, PipeChild.class, dir.toString(), "recover");

    assertThat(recovered.output()).contains("clean=true");
    assertEnded(committed);
  }

  @Test
  void aParticipantThatIsDownKeepsItsDecisionAndIsNeverAnEmptyList() throws Exception {
    try (TransactionSystem tutti = open()) {
      right.at(Point.BEFORE_COMMIT, right::kill);
      try (RecoveryConnection kept = right.openRecovery()) {
        assertThat(writeBoth(tutti).pending()).extracting("resource").containsExactly("right");

        assertThatThrownBy(
                () -> kept.xaResource().recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN))
            .isInstanceOfSatisfying(
                XAException.class, e -> assertThat(e.errorCode).isEqualTo(XAException.XAER_RMFAIL));
      }
      assertThatThrownBy(right::openRecovery).isInstanceOf(ResourceUnavailableException.class);
      for (int scan = 0; scan < 3; scan++) {
        RecoveryReport report = tutti.recovery().scan();
        assertThat(report.unreachable()).contains("right");
        assertThat(report.logRecords()).isEqualTo(1);
        assertThat(report.isClean()).isFalse();
      }
      assertThat(new PipeStore(dir.resolve("right")).prepared()).hasSize(1);

      right.up();
      tutti.recovery().scan();
      assertThat(tutti.recovery().scan().isClean()).isTrue();
    }
    assertEnded(true);
  }

  @Test
  void startsWhileAParticipantIsDownAndFinishesWhenItIsBack() throws Exception {
    try (TransactionSystem tutti = open()) {
      right.at(Point.BEFORE_COMMIT, right::kill);
      assertThat(writeBoth(tutti).outcome()).isEqualTo(Outcome.COMMITTED_PENDING);
    }
    PipeResource back = new PipeResource("right", dir.resolve("right"));
    back.kill();
    left = new PipeResource("left", dir.resolve("left"));
    right = back;
    try (TransactionSystem tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("test", dir.resolve("store"))
                .recoveryInterval(Duration.ofHours(1))
                .build(),
            left,
            right)) {
      assertThat(tutti.recovery().lastReport().unreachable()).containsExactly("right");
      assertThatThrownBy(() -> writeBoth(tutti))
          .isInstanceOf(TuttiException.class)
          .hasMessageContaining("right");

      back.up();
      tutti.recovery().scan();
      assertThat(tutti.recovery().scan().isClean()).isTrue();
    }
    assertEnded(true);
  }
}
