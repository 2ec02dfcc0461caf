package dev.tutti.tm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.sync.WriteContext;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.InvalidTransactionException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JTA 2.0, chapter 3, as code that knows nothing of Tutti sees it. */
class JtaFaceTest {

  @TempDir Path dir;
  private ScriptedResource left;
  private ScriptedResource right;
  private TransactionSystem tutti;
  private TransactionManager manager;
  private final List<TransactionEvent.Ending> endings = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    left = new ScriptedResource("left", dir.resolve("left"));
    right = new ScriptedResource("right", dir.resolve("right"));
    tutti =
        TransactionSystem.builder(
                TransactionSystemConfig.builder("test", dir.resolve("store"))
                    .recoveryInterval(Duration.ofHours(1))
                    .drain(Duration.ofMillis(100))
                    .build())
            .resources(List.of(left, right))
            .listener(
                event -> {
                  if (event instanceof TransactionEvent.Completed completed) {
                    endings.add(completed.ending());
                  }
                })
            .start();
    manager = tutti.transactionManager();
  }

  /** Whatever the ending was, the thread has no transaction and can begin another. */
  @AfterEach
  void theThreadIsClean() throws Exception {
    assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    assertThat(manager.getTransaction()).isNull();
    assertThat(tutti.current()).isEmpty();
    left.script().calm();
    right.script().calm();
    manager.setTransactionTimeout(0);
    manager.begin();
    put("after");
    manager.commit();
    assertThat(left.server().committed()).containsKey("after");
    tutti.close();
  }

  private void put(String key) {
    WriteContext tx = tutti.current().orElseThrow();
    tx.use(left).put(key, "l");
    tx.use(right).put(key, "r");
  }

  private void assertCommitted(boolean committed) {
    assertThat(left.server().committed().containsKey("a")).isEqualTo(committed);
    assertThat(right.server().committed().containsKey("a")).isEqualTo(committed);
    assertThat(left.server().prepared()).isEmpty();
    assertThat(right.server().prepared()).isEmpty();
  }

  /** Begins with a timeout of a second and returns when it has rolled the transaction back. */
  private void beginAndOutlive() throws Exception {
    CountDownLatch rolledBack = new CountDownLatch(2);
    left.script().once(Step.AFTER_ROLLBACK, rolledBack::countDown);
    right.script().once(Step.AFTER_ROLLBACK, rolledBack::countDown);
    manager.setTransactionTimeout(1);
    manager.begin();
    put("a");
    rolledBack.await();
  }

  @Test
  void commits() throws Exception {
    manager.begin();
    assertThat(manager.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
    put("a");
    manager.commit();
    assertCommitted(true);
  }

  @Test
  void rollsBack() throws Exception {
    manager.begin();
    put("a");
    manager.rollback();
    assertCommitted(false);
    assertThat(endings).containsExactly(TransactionEvent.Ending.ROLLED_BACK);
  }

  @Test
  void theTransactionItselfCommitsAndRollsBack() throws Exception {
    manager.begin();
    Transaction first = manager.getTransaction();
    put("a");
    first.commit();
    assertThat(first.getStatus()).isEqualTo(Status.STATUS_COMMITTED);
    assertCommitted(true);
    assertThatThrownBy(first::commit).isInstanceOf(IllegalStateException.class);

    manager.begin();
    Transaction second = manager.getTransaction();
    put("b");
    second.rollback();
    assertThat(left.server().committed()).doesNotContainKey("b");
  }

  @Test
  void refusesANestedTransaction() throws Exception {
    manager.begin();
    assertThatThrownBy(manager::begin).isInstanceOf(NotSupportedException.class);
    assertThat(manager.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
    manager.rollback();
  }

  @Test
  void withoutATransactionEachCallIsAnIllegalState() throws Exception {
    assertThatThrownBy(manager::commit).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(manager::rollback).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(manager::setRollbackOnly).isInstanceOf(IllegalStateException.class);
    assertThat(manager.suspend()).isNull();
  }

  @Test
  void rollbackOnlyEndsInARollbackException() throws Exception {
    manager.begin();
    put("a");
    manager.setRollbackOnly();
    assertThat(manager.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);
    assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
    assertCommitted(false);
  }

  @Test
  void aVoteOfNoIsARollbackException() throws Exception {
    right.script().once(Step.BEFORE_PREPARE, Script.fail(XAException.XA_RBROLLBACK));
    manager.begin();
    put("a");
    assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
    assertCommitted(false);
  }

  @Test
  void aDecidedButPendingCommitReturnsNormally() throws Exception {
    right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    manager.begin();
    put("a");
    manager.commit();
    assertThat(endings).containsExactly(TransactionEvent.Ending.COMMITTED_PENDING);
    tutti.recovery().scan();
    assertCommitted(true);
  }

  @Test
  void aHeuristicIsAHeuristicMixedException() throws Exception {
    right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XA_HEURRB));
    manager.begin();
    put("a");
    assertThatThrownBy(manager::commit).isInstanceOf(HeuristicMixedException.class);
  }

  @Test
  void anUnknownOutcomeIsASystemException() throws Exception {
    left.script().once(Step.AFTER_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    manager.begin();
    tutti.current().orElseThrow().use(left).put("a", "l");
    assertThatThrownBy(manager::commit)
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("not known");
    assertThat(endings).containsExactly(TransactionEvent.Ending.UNKNOWN);
  }

  @Test
  void aTransactionThatTimedOutIsARollbackExceptionAtItsCommit() throws Exception {
    beginAndOutlive();
    assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
    assertCommitted(false);
    assertThat(endings).containsExactly(TransactionEvent.Ending.TIMED_OUT);
  }

  @Test
  void aTransactionThatTimedOutCanBeRolledBack() throws Exception {
    beginAndOutlive();
    try {
      manager.rollback();
    } catch (IllegalStateException e) {
      // Allowed too: it is over. What counts is that the thread is clean.
    }
    assertCommitted(false);
  }

  @Test
  void aSuspendedTransactionIsNotTheThreadsUntilItIsResumed() throws Exception {
    manager.begin();
    put("a");
    Transaction first = manager.suspend();
    assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    assertThat(tutti.current()).isEmpty();
    manager.begin();
    put("b");
    manager.rollback();
    manager.resume(first);
    assertThat(manager.getTransaction()).isSameAs(first);
    manager.commit();
    assertCommitted(true);
    assertThat(left.server().committed()).doesNotContainKey("b");
  }

  @Test
  void resumesOnAnotherThread() throws Exception {
    manager.begin();
    put("a");
    Transaction suspended = manager.suspend();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread other =
        new Thread(
            () -> {
              try {
                manager.resume(suspended);
                manager.commit();
                assertThat(manager.getTransaction()).isNull();
              } catch (Throwable e) {
                failure.set(e);
              }
            });
    other.start();
    other.join();
    assertThat(failure.get()).isNull();
    assertCommitted(true);
  }

  @Test
  void refusesToResumeOverAnotherOrWhatIsNotOurs() throws Exception {
    manager.begin();
    Transaction first = manager.suspend();
    manager.begin();
    assertThatThrownBy(() -> manager.resume(first)).isInstanceOf(IllegalStateException.class);
    manager.rollback();
    manager.resume(first);
    manager.rollback();
    assertThatThrownBy(() -> manager.resume(new ForeignTransaction()))
        .isInstanceOf(InvalidTransactionException.class);
  }

  @Test
  void theTimeoutFiresWhileATransactionIsSuspended() throws Exception {
    CountDownLatch rolledBack = new CountDownLatch(2);
    left.script().once(Step.AFTER_ROLLBACK, rolledBack::countDown);
    right.script().once(Step.AFTER_ROLLBACK, rolledBack::countDown);
    manager.setTransactionTimeout(1);
    manager.begin();
    put("a");
    WriteContext tx = tutti.current().orElseThrow();
    ScriptedResource.Values handle = tx.use(left);
    Transaction suspended = manager.suspend();
    rolledBack.await();
    try {
      manager.resume(suspended);
      assertThatThrownBy(() -> handle.put("b", "l"))
          .isInstanceOf(dev.tutti.tm.spi.HandleClosedException.class);
      assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
    } catch (InvalidTransactionException e) {
      // Allowed by JTA 2.0, 3.2.3: it is over.
    }
    assertCommitted(false);
    assertThat(endings).containsExactly(TransactionEvent.Ending.TIMED_OUT);
  }

  @Test
  void theTimeoutCountsForTransactionsBegunLaterOnThisThreadOnly() throws Exception {
    assertThatThrownBy(() -> manager.setTransactionTimeout(-1)).isInstanceOf(SystemException.class);
    List<Duration> timeouts = new ArrayList<>();
    tutti.close();
    endings.clear();
    tutti =
        TransactionSystem.builder(
                TransactionSystemConfig.builder("test", dir.resolve("store")).build())
            .resources(List.of(left, right))
            .listener(
                event -> {
                  if (event instanceof TransactionEvent.Begun begun) {
                    timeouts.add(begun.timeout());
                  }
                })
            .start();
    manager = tutti.transactionManager();
    IntConsumer beginWith =
        seconds -> {
          try {
            manager.setTransactionTimeout(seconds);
            manager.begin();
            manager.rollback();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        };
    beginWith.accept(7);
    Thread other =
        new Thread(
            () -> {
              try {
                manager.begin();
                manager.rollback();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    other.start();
    other.join();
    beginWith.accept(0);
    assertThat(timeouts)
        .containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(30), Duration.ofSeconds(30));
  }

  @Test
  void aTimeoutSetOnOneSystemDoesNotReachTheNext() throws Exception {
    manager.setTransactionTimeout(7);
    List<Duration> timeouts = new ArrayList<>();
    tutti.close();
    tutti =
        TransactionSystem.builder(
                TransactionSystemConfig.builder("test", dir.resolve("store")).build())
            .resources(List.of(left, right))
            .listener(
                event -> {
                  if (event instanceof TransactionEvent.Begun begun) {
                    timeouts.add(begun.timeout());
                  }
                })
            .start();
    manager = tutti.transactionManager();
    manager.begin();
    manager.rollback();
    assertThat(timeouts).containsExactly(Duration.ofSeconds(30));
  }

  @Test
  void synchronizationsRunInTheirOrderAroundThePhases() throws Exception {
    List<String> order = new CopyOnWriteArrayList<>();
    left.script().at(Step.BEFORE_PREPARE, () -> order.add("prepare"));
    left.script().at(Step.AFTER_COMMIT, () -> order.add("commit"));
    manager.begin();
    put("a");
    tutti
        .synchronizationRegistry()
        .registerInterposedSynchronization(new Recorder("interposed", order));
    manager.getTransaction().registerSynchronization(new Recorder("plain", order));
    manager.commit();
    assertThat(order)
        .containsExactly(
            "plain before",
            "interposed before",
            "prepare",
            "commit",
            "interposed after " + Status.STATUS_COMMITTED,
            "plain after " + Status.STATUS_COMMITTED);
  }

  @Test
  void aRollbackSkipsBeforeCompletionAndTellsTheStatus() throws Exception {
    List<String> order = new CopyOnWriteArrayList<>();
    manager.begin();
    put("a");
    manager.getTransaction().registerSynchronization(new Recorder("plain", order));
    manager.rollback();
    assertThat(order).containsExactly("plain after " + Status.STATUS_ROLLEDBACK);
  }

  @Test
  void aSynchronizationCanStillWriteAndItsFailureRollsBack() throws Exception {
    manager.begin();
    manager
        .getTransaction()
        .registerSynchronization(
            new Recorder("writer", new ArrayList<>()) {
              @Override
              public void beforeCompletion() {
                put("a");
              }
            });
    manager.commit();
    assertCommitted(true);

    manager.begin();
    put("b");
    manager
        .getTransaction()
        .registerSynchronization(
            new Recorder("veto", new ArrayList<>()) {
              @Override
              public void beforeCompletion() {
                throw new IllegalArgumentException("mine");
              }
            });
    assertThatThrownBy(manager::commit)
        .isInstanceOf(RollbackException.class)
        .hasStackTraceContaining("mine");
    assertThat(left.server().committed()).doesNotContainKey("b");
  }

  @Test
  void noSynchronizationForATransactionThatIsDoomed() throws Exception {
    manager.begin();
    Transaction doomed = manager.getTransaction();
    manager.setRollbackOnly();
    assertThatThrownBy(
            () -> doomed.registerSynchronization(new Recorder("late", new ArrayList<>())))
        .isInstanceOf(RollbackException.class);
    manager.rollback();
  }

  @Test
  void theUserTransactionIsTheSameTransaction() throws Exception {
    UserTransaction user = tutti.userTransaction();
    user.begin();
    assertThat(manager.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
    put("a");
    user.commit();
    assertThat(user.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    assertCommitted(true);
  }

  @Test
  void theRegistryKnowsTheTransactionOfTheThread() throws Exception {
    var registry = tutti.synchronizationRegistry();
    assertThat(registry.getTransactionKey()).isNull();
    assertThat(registry.getTransactionStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    manager.begin();
    Object key = registry.getTransactionKey();
    assertThat(key).isNotNull().isEqualTo(registry.getTransactionKey());
    registry.putResource("k", "v");
    assertThat(registry.getResource("k")).isEqualTo("v");
    registry.setRollbackOnly();
    assertThat(registry.getRollbackOnly()).isTrue();
    manager.rollback();
    manager.begin();
    assertThat(registry.getTransactionKey()).isNotEqualTo(key);
    assertThat(registry.getResource("k")).isNull();
    manager.rollback();
  }

  @Test
  void aFacadeWriteWithinATransactionIsRefused() throws Exception {
    manager.begin();
    assertThatThrownBy(() -> tutti.write(tx -> "")).isInstanceOf(IllegalStateException.class);
    assertThat(manager.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
    manager.rollback();
  }

  private static class Recorder implements Synchronization {
    private final String name;
    private final List<String> order;

    private Recorder(String name, List<String> order) {
      this.name = name;
      this.order = order;
    }

    @Override
    public void beforeCompletion() {
      order.add(name + " before");
    }

    @Override
    public void afterCompletion(int status) {
      order.add(name + " after " + status);
    }
  }

  private static final class ForeignTransaction implements Transaction {
    @Override
    public void commit() {}

    @Override
    public boolean delistResource(javax.transaction.xa.XAResource resource, int flag) {
      return false;
    }

    @Override
    public boolean enlistResource(javax.transaction.xa.XAResource resource) {
      return false;
    }

    @Override
    public int getStatus() {
      return Status.STATUS_ACTIVE;
    }

    @Override
    public void registerSynchronization(Synchronization synchronization) {}

    @Override
    public void rollback() {}

    @Override
    public void setRollbackOnly() {}
  }
}
