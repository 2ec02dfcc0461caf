package dev.tutti.tm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.Receipt;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.outcome.TransactionSystemException;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedLastResource;
import dev.tutti.tm.testing.ScriptedLastResource.Trouble;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One source without two phases: its row is the decision, whatever is answered. */
class LastResourceTest {

  @TempDir Path dir;
  private ScriptedResource stock;
  private ScriptedLastResource ledger;
  private TransactionSystem tutti;

  @BeforeEach
  void start() throws IOException {
    stock = new ScriptedResource("stock", dir.resolve("stock"));
    ledger = new ScriptedLastResource("ledger", dir.resolve("ledger"));
    tutti = open(stock, ledger);
  }

  private TransactionSystem open(ResourceManager... resources) throws IOException {
    return TransactionSystem.start(
        TransactionSystemConfig.builder("test", dir.resolve("store"))
            .recoveryInterval(Duration.ofHours(1))
            .drain(Duration.ofMillis(100))
            .build(),
        resources);
  }

  @AfterEach
  void stop() {
    tutti.close();
  }

  private Receipt<String> write() {
    return tutti.write(
        tx -> {
          tx.use(ledger).write("1 drum");
          tx.use(stock).put("a", "s");
          return "";
        });
  }

  @Test
  void commitsLastAndItsRowIsThere() {
    Receipt<String> receipt = write();
    assertThat(receipt.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(ledger.note(receipt.transactionId())).contains("note:1 drum");
    assertThat(stock.server().committed()).containsKey("a");
    assertThat(stock.script().calls()).containsSubsequence("prepare", "commit");
    assertThat(ledger.released()).containsExactly(true);
  }

  @Test
  void isNotCommittedIfAnotherVotesNo() {
    stock.script().at(Step.BEFORE_PREPARE, Script.fail(XAException.XA_RBROLLBACK));
    RolledBackException refused = catchThrowableOfType(RolledBackException.class, this::write);
    assertThat(ledger.note(refused.transactionId())).isEmpty();
  }

  @Test
  void aRefusedCommitRollsEverythingBack() {
    ledger.trouble = Trouble.REFUSED;
    assertThatThrownBy(this::write)
        .isInstanceOf(RolledBackException.class)
        .hasMessageContaining("ledger");
    assertThat(stock.server().committed()).isEmpty();
    assertThat(stock.server().prepared()).isEmpty();
  }

  @Test
  void aReplyLostAfterTheCommitIsACommit() {
    ledger.trouble = Trouble.REPLY_LOST_AFTER_COMMIT;
    assertThat(write().outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(stock.server().committed()).containsKey("a");
  }

  @Test
  void aConnectionLostBeforeTheCommitIsARollback() {
    ledger.trouble = Trouble.LOST_BEFORE_COMMIT;
    assertThatThrownBy(this::write).isInstanceOf(RolledBackException.class);
    assertThat(stock.server().prepared()).isEmpty();
  }

  @Test
  void anUnansweredCommitLeavesTheOthersPreparedUntilTheRowCanBeRead() {
    ledger.trouble = Trouble.REPLY_LOST_AFTER_COMMIT;
    stock.script().at(Step.AFTER_PREPARE, () -> ledger.reachable = false);

    TransactionSystemException unknown =
        catchThrowableOfType(TransactionSystemException.class, this::write);

    assertThat(unknown.transactionId()).isNotEmpty();
    assertThat(stock.server().prepared()).hasSize(1);
    tutti.recovery().scan();
    assertThat(stock.server().prepared()).as("nobody guesses").hasSize(1);
    ledger.reachable = true;
    RecoveryReport report = tutti.recovery().scan();
    assertThat(report.committed()).isEqualTo(1);
    assertThat(stock.server().committed()).containsKey("a");
  }

  @Test
  void aRollbackThatIsNotAnsweredDiscardsItsConnection() {
    ledger.rollbackFails = true;
    stock.script().at(Step.BEFORE_PREPARE, Script.fail(XAException.XA_RBROLLBACK));
    assertThatThrownBy(this::write).isInstanceOf(RolledBackException.class);
    assertThat(ledger.released()).as("must not be used again").containsExactly(false);
  }

  /** An orphan of stock whose decision only the ledger can tell. */
  private void leaveOneInDoubt() {
    ledger.trouble = Trouble.REPLY_LOST_AFTER_COMMIT;
    stock.script().at(Step.AFTER_PREPARE, () -> ledger.reachable = false);
    assertThatThrownBy(this::write).isInstanceOf(TransactionSystemException.class);
    stock.script().calm();
    ledger.trouble = Trouble.NONE;
    tutti.close();
  }

  @Test
  void anotherLastResourceIsRefusedWhileThisOneMayHoldDecisions() throws IOException {
    leaveOneInDoubt();
    ScriptedLastResource other = new ScriptedLastResource("other", dir.resolve("other"));
    assertThatThrownBy(() -> open(stock, other))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'ledger' was the last resource");

    tutti = open(stock);
    assertThat(tutti.recovery().lastReport().remaining().get(0).branches().get(0).condition())
        .isEqualTo(BranchCondition.HELD);
    tutti.close();
    ledger.reachable = true;
    tutti = open(stock, ledger);
    assertThat(stock.server().committed()).containsKey("a");
    tutti.close();
    tutti = open(stock);
    assertThat(tutti.recovery().scan().isClean()).isTrue();
    tutti.close();
    tutti = open(stock, other);
    assertThat(tutti.recovery().lastReport().isClean()).isTrue();
  }

  @Test
  void anotherDatabaseUnderItsNameIsNotAsked() throws Exception {
    leaveOneInDoubt();
    ScriptedLastResource empty = new ScriptedLastResource("ledger", dir.resolve("emptied"));
    empty.identity = "restored";
    tutti = open(stock, empty);
    assertThat(tutti.recovery().lastReport().held()).anyMatch(h -> h.contains("another server"));
    assertThat(stock.server().prepared()).hasSize(1);
    tutti.recovery().acceptIdentity("ledger");
    tutti.recovery().scan();
    assertThat(stock.server().prepared()).as("the operator has said so").isEmpty();
  }
}
