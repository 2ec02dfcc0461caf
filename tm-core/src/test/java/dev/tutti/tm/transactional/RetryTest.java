package dev.tutti.tm.transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.narayana.Deadline;
import dev.tutti.tm.outcome.HeuristicOutcomeException;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.Step;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.transaction.TransactionalException;
import java.io.IOException;
import java.nio.file.Path;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetryTest {

  interface Work {
    void run(int attempt) throws Exception;
  }

  interface Orders {
    void place(Work work) throws Exception;

    void patient(Work work) throws Exception;

    void outer(Work work) throws Exception;

    void aside(Work work) throws Exception;
  }

  /** What a driver says of a deadlock, in an exception of the application. */
  static final class Conflict extends RuntimeException {
    Conflict() {
      super("deadlock", deadlock());
    }

    private static XAException deadlock() {
      XAException deadlock = new XAException("scripted");
      deadlock.errorCode = XAException.XA_RBDEADLOCK;
      return deadlock;
    }
  }

  /** Of a driver that reports it with a checked exception, so that it commits. */
  static final class CheckedConflict extends Exception {
    CheckedConflict() {
      super(Conflict.deadlock());
    }
  }

  private int attempts;

  final class OrdersBean implements Orders {
    @Override
    @Transactional
    @TransactionOptions(retry = @Retry(maxAttempts = 3, backoff = "PT0.001S"))
    public void place(Work work) throws Exception {
      work.run(++attempts);
    }

    @Override
    @Transactional
    @TransactionOptions(retry = @Retry(backoff = "PT1M"))
    public void patient(Work work) throws Exception {
      work.run(++attempts);
    }

    @Override
    @Transactional
    public void outer(Work work) throws Exception {
      work.run(0);
    }

    @Override
    @Transactional(TxType.REQUIRES_NEW)
    @TransactionOptions(retry = @Retry(maxAttempts = 3, backoff = "PT0.001S"))
    public void aside(Work work) throws Exception {
      work.run(++attempts);
    }
  }

  @TempDir Path dir;
  private TwoSources two;
  private Orders orders;

  @BeforeEach
  void start() throws IOException {
    two = new TwoSources(dir);
    orders = two.system.transactional(Orders.class, new OrdersBean());
  }

  @AfterEach
  void stop() {
    assertThat(two.system.current()).isEmpty();
    two.close();
  }

  private void conflictAtPrepare() {
    two.right.script().once(Step.BEFORE_PREPARE, Script.fail(XAException.XA_RBDEADLOCK));
  }

  @Test
  void aConflictOfTheWorkIsRepeatedInANewTransaction() throws Exception {
    orders.place(
        attempt -> {
          two.put("a" + attempt);
          if (attempt < 3) {
            throw new Conflict();
          }
        });
    assertThat(attempts).isEqualTo(3);
    assertThat(two.begun).extracting(b -> b.transactionId()).doesNotHaveDuplicates().hasSize(3);
    two.assertWritten("a1", false);
    two.assertWritten("a2", false);
    two.assertWritten("a3", true);
  }

  @Test
  void aConflictAtTheCommitIsRepeated() throws Exception {
    conflictAtPrepare();
    orders.place(attempt -> two.put("a" + attempt));
    assertThat(attempts).isEqualTo(2);
    two.assertWritten("a1", false);
    two.assertWritten("a2", true);
  }

  @Test
  void theLastFailureIsThrownWhenTheAttemptsAreUsedUp() {
    assertThatThrownBy(
            () ->
                orders.place(
                    attempt -> {
                      two.put("a");
                      throw new Conflict();
                    }))
        .isInstanceOf(Conflict.class);
    assertThat(attempts).isEqualTo(3);
    two.assertWritten("a", false);
  }

  @Test
  void whatIsNoConflictIsNotRepeated() {
    assertThatThrownBy(
            () ->
                orders.place(
                    attempt -> {
                      two.put("a");
                      throw new IllegalArgumentException("mine");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    two.right.script().once(Step.BEFORE_PREPARE, Script.fail(XAException.XA_RBROLLBACK));
    assertThatThrownBy(() -> orders.place(attempt -> two.put("a")))
        .isInstanceOf(TransactionalException.class)
        .hasCauseInstanceOf(RolledBackException.class);
    assertThat(attempts).isEqualTo(2);
  }

  @Test
  void whatWasCommittedIsNotRepeated() {
    assertThatThrownBy(
            () ->
                orders.place(
                    attempt -> {
                      two.put("a");
                      throw new CheckedConflict();
                    }))
        .isInstanceOf(CheckedConflict.class);
    assertThat(attempts).isEqualTo(1);
    two.assertWritten("a", true);
  }

  @Test
  void aTimeoutIsNotRepeated() {
    assertThatThrownBy(
            () ->
                orders.place(
                    attempt -> {
                      two.put("a");
                      Deadline.pass(two.system.transactionManager());
                      throw new Conflict();
                    }))
        .isInstanceOf(Conflict.class);
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void aHeuristicOutcomeIsNotRepeated() {
    two.right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XA_HEURRB));
    assertThatThrownBy(() -> orders.place(attempt -> two.put("a")))
        .hasCauseInstanceOf(HeuristicOutcomeException.class);
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void anUnfinishedRollbackIsNotRepeated() {
    conflictAtPrepare();
    two.left.script().once(Step.BEFORE_ROLLBACK, Script.fail(XAException.XAER_RMFAIL));
    assertThatThrownBy(() -> orders.place(attempt -> two.put("a")))
        .hasCauseInstanceOf(RolledBackException.class);
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void aJoinedMethodIsNotRepeated() {
    assertThatThrownBy(
            () ->
                orders.outer(
                    outer ->
                        orders.place(
                            attempt -> {
                              two.put("a");
                              throw new Conflict();
                            })))
        .isInstanceOf(Conflict.class);
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void aTransactionBesideTheCallersIsRepeatedByItself() throws Exception {
    orders.outer(
        outer -> {
          two.put("outer");
          orders.aside(
              attempt -> {
                two.put("a" + attempt);
                if (attempt == 1) {
                  throw new Conflict();
                }
              });
        });
    assertThat(attempts).isEqualTo(2);
    two.assertWritten("outer", true);
    two.assertWritten("a2", true);
  }

  @Test
  void anInterruptEndsTheWaitAndTheWorksOwnFailureIsThrown() {
    assertThatThrownBy(
            () ->
                orders.patient(
                    attempt -> {
                      two.put("a");
                      Thread.currentThread().interrupt();
                      throw new Conflict();
                    }))
        .isInstanceOf(Conflict.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(attempts).isEqualTo(1);
  }
}
