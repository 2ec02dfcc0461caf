package dev.tutti.tm.transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.transaction.TransactionalException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsynchronousMethodTest {

  /** A future of somebody's own. */
  static final class OwnFuture<T> extends CompletableFuture<T> {}

  interface Orders {
    CompletionStage<String> place(Supplier<CompletionStage<String>> work);

    CompletableFuture<String> brief(Supplier<CompletableFuture<String>> work);

    String outer(Supplier<String> work);

    CompletionStage<String> joined(Supplier<CompletionStage<String>> work);
  }

  static class OrdersBean implements Orders {
    @Override
    @Transactional
    public CompletionStage<String> place(Supplier<CompletionStage<String>> work) {
      return work.get();
    }

    @Override
    @Transactional(rollbackOn = IOException.class)
    @TransactionOptions(timeout = "1")
    public CompletableFuture<String> brief(Supplier<CompletableFuture<String>> work) {
      return work.get();
    }

    @Override
    @Transactional
    public String outer(Supplier<String> work) {
      return work.get();
    }

    @Override
    @Transactional(TxType.MANDATORY)
    public CompletionStage<String> joined(Supplier<CompletionStage<String>> work) {
      return work.get();
    }
  }

  @TempDir Path dir;
  private final ExecutorService pool = Executors.newFixedThreadPool(4);
  private ScriptedResource left;
  private ScriptedResource right;
  private TransactionSystem tutti;
  private Orders orders;

  @BeforeEach
  void start() throws IOException {
    left = new ScriptedResource("left", dir.resolve("left"));
    right = new ScriptedResource("right", dir.resolve("right"));
    tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("test", dir.resolve("store"))
                .recoveryInterval(Duration.ofHours(1))
                .drain(Duration.ofMillis(200))
                .build(),
            left,
            right);
    orders = tutti.transactional(Orders.class, new OrdersBean());
  }

  @AfterEach
  void noThreadKeepsATransaction() throws Exception {
    for (int i = 0; i < 8; i++) {
      assertThat(pool.submit(() -> tutti.transactionManager().getStatus()).get())
          .isEqualTo(Status.STATUS_NO_TRANSACTION);
    }
    assertThat(tutti.current()).isEmpty();
    pool.shutdownNow();
    tutti.close();
  }

  private void put(String key) {
    tutti.current().orElseThrow().use(left).put(key, "l");
    tutti.current().orElseThrow().use(right).put(key, "r");
  }

  private void assertWritten(String key, boolean written) {
    assertThat(left.server().committed().containsKey(key)).isEqualTo(written);
    assertThat(right.server().committed().containsKey(key)).isEqualTo(written);
    assertThat(left.server().prepared()).isEmpty();
    assertThat(right.server().prepared()).isEmpty();
  }

  @Test
  void theStageEndsTheTransactionWhenItCompletes() throws Exception {
    CompletableFuture<String> stage = new CompletableFuture<>();
    CompletionStage<String> answer =
        orders.place(
            () -> {
              put("a");
              return stage;
            });
    assertThat(tutti.current()).as("the caller's thread is free").isEmpty();
    assertThat(answer.toCompletableFuture()).isNotDone();
    assertWritten("a", false);
    stage.complete("done");
    assertThat(answer.toCompletableFuture().get()).isEqualTo("done");
    assertWritten("a", true);
  }

  @Test
  void theBodySeesTheTransactionOnTheThreadsThatItIsGiven() throws Exception {
    CompletionStage<String> answer =
        orders.place(
            () -> {
              Executor within = tutti.contextual(pool);
              String id = tutti.current().orElseThrow().transactionId();
              CompletableFuture<Void> one = CompletableFuture.runAsync(() -> put("one"), within);
              CompletableFuture<Void> two = CompletableFuture.runAsync(() -> put("two"), within);
              return CompletableFuture.allOf(one, two)
                  .thenApplyAsync(
                      unused -> {
                        put("three");
                        return tutti.current().orElseThrow().transactionId().equals(id)
                            ? "same"
                            : "another";
                      },
                      within);
            });
    assertThat(answer.toCompletableFuture().get()).isEqualTo("same");
    for (String key : List.of("one", "two", "three")) {
      assertWritten(key, true);
    }
  }

  @Test
  void whoWaitsForTheAnswerDoesNotFindTheTransaction() throws Exception {
    CompletionStage<String> answer =
        orders.place(
            () ->
                CompletableFuture.supplyAsync(
                    () -> {
                      put("a");
                      return "done";
                    },
                    tutti.contextual(pool)));
    assertThat(answer.thenApply(unused -> tutti.current().isPresent()).toCompletableFuture().get())
        .isFalse();
  }

  @Test
  void anUncheckedFailureOfTheStageRollsBack() {
    CompletionStage<String> answer =
        orders.place(
            () ->
                CompletableFuture.supplyAsync(
                    () -> {
                      put("a");
                      throw new IllegalArgumentException("mine");
                    },
                    tutti.contextual(pool)));
    assertThatThrownBy(() -> answer.toCompletableFuture().get())
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mine");
    assertWritten("a", false);
  }

  @Test
  void aCheckedFailureCommitsUnlessItIsListed() {
    CompletionStage<String> commits =
        orders.place(
            () -> {
              put("a");
              return CompletableFuture.failedFuture(new IOException("mine"));
            });
    assertThatThrownBy(() -> commits.toCompletableFuture().get())
        .hasCauseInstanceOf(IOException.class);
    assertWritten("a", true);
    CompletableFuture<String> rollsBack =
        orders.brief(
            () -> {
              put("b");
              return CompletableFuture.failedFuture(new IOException("mine"));
            });
    assertThatThrownBy(rollsBack::get).hasCauseInstanceOf(IOException.class);
    assertWritten("b", false);
  }

  @Test
  void aRefusedCommitFailsTheAnswer() {
    right.script().once(Step.BEFORE_PREPARE, Script.fail(XAException.XA_RBROLLBACK));
    CompletionStage<String> answer =
        orders.place(
            () -> {
              put("a");
              return CompletableFuture.completedFuture("done");
            });
    assertThatThrownBy(() -> answer.toCompletableFuture().get())
        .cause()
        .isInstanceOf(TransactionalException.class)
        .hasCauseInstanceOf(RolledBackException.class);
    assertWritten("a", false);
  }

  @Test
  void aStageThatNeverCompletesIsRolledBackByTheTimeout() {
    CompletableFuture<String> never = new CompletableFuture<>();
    CompletableFuture<String> answer =
        orders.brief(
            () -> {
              put("a");
              return never;
            });
    assertThatThrownBy(answer::get)
        .cause()
        .isInstanceOf(TransactionalException.class)
        .hasCauseInstanceOf(TransactionTimeoutException.class);
    assertWritten("a", false);
    never.complete("too late");
    assertWritten("a", false);
  }

  @Test
  void nullEndsTheTransactionAtOnce() {
    assertThat(
            orders.place(
                () -> {
                  put("a");
                  return null;
                }))
        .isNull();
    assertWritten("a", true);
  }

  @Test
  void aFutureOfAnOwnClassEndsTheTransactionToo() throws Exception {
    OwnFuture<String> own = new OwnFuture<>();
    CompletableFuture<String> answer =
        orders.brief(
            () -> {
              put("a");
              return own;
            });
    assertWritten("a", false);
    own.complete("done");
    assertThat(answer.get()).isEqualTo("done");
    assertWritten("a", true);
  }

  @Test
  void aThrowBeforeTheStageIsThrownAndRollsBack() {
    assertThatThrownBy(
            () ->
                orders.place(
                    () -> {
                      put("a");
                      throw new IllegalArgumentException("mine");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    assertWritten("a", false);
  }

  @Test
  void aCommitWhileAnotherThreadStillWorksIsRefused() throws Exception {
    CountDownLatch finish = new CountDownLatch(1);
    AtomicReference<CompletableFuture<Void>> task = new AtomicReference<>();
    try {
      assertThatThrownBy(
              () ->
                  orders.outer(
                      () -> {
                        put("a");
                        CountDownLatch begun = new CountDownLatch(1);
                        task.set(
                            CompletableFuture.runAsync(
                                () -> {
                                  begun.countDown();
                                  awaitLatch(finish);
                                  put("b");
                                },
                                tutti.contextual(pool)));
                        awaitLatch(begun);
                        return "done";
                      }))
          .isInstanceOf(TransactionalException.class)
          .hasCauseInstanceOf(RolledBackException.class)
          .hasMessageContaining("still worked in the transaction");
    } finally {
      finish.countDown();
    }
    assertThatThrownBy(() -> task.get().get())
        .hasCauseInstanceOf(dev.tutti.tm.spi.HandleClosedException.class);
    assertWritten("a", false);
    assertWritten("b", false);
  }

  @Test
  void aCommitBeforeATaskHasBegunIsRefused() {
    AtomicReference<Runnable> queued = new AtomicReference<>();
    assertThatThrownBy(
            () ->
                orders.outer(
                    () -> {
                      put("a");
                      tutti.contextual(queued::set).execute(() -> put("b"));
                      return "done";
                    }))
        .isInstanceOf(TransactionalException.class)
        .hasMessageContaining("1 asynchronous task");
    assertThatThrownBy(() -> queued.get().run())
        .isInstanceOf(dev.tutti.tm.spi.HandleClosedException.class);
    assertWritten("a", false);
    assertWritten("b", false);
  }

  @Test
  void aCommitBeforeTheStageOfAJoinedMethodIsRefused() {
    CompletableFuture<String> never = new CompletableFuture<>();
    assertThatThrownBy(
            () ->
                orders.outer(
                    () -> {
                      put("a");
                      CompletionStage<String> unused = orders.joined(() -> never);
                      return "done";
                    }))
        .isInstanceOf(TransactionalException.class);
    assertWritten("a", false);
  }

  @Test
  void aFailedStageOfAJoinedMethodDoomsTheTransaction() {
    CompletableFuture<String> inner = new CompletableFuture<>();
    assertThatThrownBy(
            () ->
                orders.outer(
                    () -> {
                      put("a");
                      CompletionStage<String> unused = orders.joined(() -> inner);
                      inner.completeExceptionally(new IllegalArgumentException("inner"));
                      return "done";
                    }))
        .isInstanceOf(TransactionalException.class)
        .hasMessageContaining("OrdersBean.joined")
        .hasStackTraceContaining("inner");
    assertWritten("a", false);
  }

  @Test
  void aTransactionThatIsOverTakesNoMoreTasks() {
    AtomicReference<Executor> within = new AtomicReference<>();
    String unused =
        orders.outer(
            () -> {
              within.set(tutti.contextual(Runnable::run));
              within.get().execute(() -> put("a"));
              return "done";
            });
    assertWritten("a", true);
    assertThatThrownBy(() -> within.get().execute(() -> put("b")))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> tutti.contextual(pool)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aThreadThatResumedItCountsAsWell() throws Exception {
    CountDownLatch finish = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    var manager = tutti.transactionManager();
    manager.begin();
    put("a");
    var transaction = manager.getTransaction();
    var other =
        pool.submit(
            () -> {
              manager.resume(transaction);
              begun.countDown();
              awaitLatch(finish);
              return manager.suspend();
            });
    awaitLatch(begun);
    assertThatThrownBy(manager::commit).isInstanceOf(jakarta.transaction.RollbackException.class);
    finish.countDown();
    assertThat(other.get()).isNotNull();
    assertWritten("a", false);
    await().until(() -> tutti.current().isEmpty());
  }

  /** The other thread's commit has begun: nobody can get the transaction any more. */
  @Test
  void aStageThatCompletesOnAThreadWithATransactionOfItsOwnLeavesThatAlone() throws Exception {
    var manager = tutti.transactionManager();
    CompletableFuture<String> stage = new CompletableFuture<>();
    AtomicReference<Transaction> placed = new AtomicReference<>();
    CompletionStage<String> answer =
        orders.place(
            () -> {
              put("a");
              placed.set(current(manager));
              return stage;
            });
    CountDownLatch preparing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    placed
        .get()
        .registerSynchronization(
            new Synchronization() {
              @Override
              public void beforeCompletion() {
                preparing.countDown();
                awaitLatch(goOn);
              }

              @Override
              public void afterCompletion(int status) {}
            });
    var committing =
        pool.submit(
            () -> {
              manager.resume(placed.get());
              manager.commit();
              return "committed";
            });
    awaitLatch(preparing);
    manager.begin();
    Transaction own = manager.getTransaction();
    try {
      stage.completeExceptionally(new IOException("mine"));
      assertThat(manager.getTransaction()).isSameAs(own);
    } finally {
      manager.rollback();
      goOn.countDown();
    }
    assertThat(committing.get()).isEqualTo("committed");
    assertThatThrownBy(() -> answer.toCompletableFuture().get())
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessage("mine")
        .satisfies(
            mine ->
                assertThat(mine.getSuppressed())
                    .singleElement()
                    .satisfies(
                        s -> assertThat(s).hasMessageContaining("committed by another thread")));
  }

  private static Transaction current(TransactionManager manager) {
    try {
      return manager.getTransaction();
    } catch (SystemException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
