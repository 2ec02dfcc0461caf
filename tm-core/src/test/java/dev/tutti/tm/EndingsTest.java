package dev.tutti.tm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.BranchState;
import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.spi.TransactionEventListener;
import dev.tutti.tm.spi.VolatileBranch;
import dev.tutti.tm.sync.WriteOptions;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two threads, errors and late arrivals at the end of a transaction. */
class EndingsTest {

  @TempDir Path dir;
  private ScriptedResource left;
  private ScriptedResource right;
  private SlowSource slow;
  private volatile TransactionEventListener listener = e -> {};
  private TransactionSystem tutti;

  @BeforeEach
  void start() throws IOException {
    left = new ScriptedResource("left", dir.resolve("left"));
    right = new ScriptedResource("right", dir.resolve("right"));
    slow = new SlowSource();
    TransactionSystemConfig config =
        TransactionSystemConfig.builder("test", dir.resolve("store"))
            .recoveryInterval(Duration.ofHours(1))
            .drain(Duration.ofMillis(100))
            .build();
    tutti =
        TransactionSystem.builder(config)
            .resources(List.of(left, right, slow))
            .listener(e -> listener.on(e))
            .start();
  }

  @AfterEach
  void stop() {
    tutti.close();
  }

  private Outcome writeBoth() {
    return tutti
        .write(
            tx -> {
              tx.use(left).put("a", "l");
              tx.use(right).put("a", "r");
              return "";
            })
        .outcome();
  }

  @Test
  void aRollbackFromAnotherThreadDuringTheCommitIsRefusedAndChangesNothing() throws Exception {
    TransactionManager manager = tutti.transactionManager();
    manager.begin();
    Transaction transaction = manager.getTransaction();
    tutti.current().orElseThrow().use(left).put("a", "l");
    tutti.current().orElseThrow().use(right).put("a", "r");
    left.script()
        .at(
            Step.AFTER_PREPARE,
            () ->
                assertThat(
                        CompletableFuture.supplyAsync(
                                () -> catchThrowableOfType(Exception.class, transaction::rollback))
                            .join())
                    .isInstanceOf(IllegalStateException.class));

    manager.commit();

    assertThat(left.server().committed()).containsKey("a");
    assertThat(right.server().committed()).containsKey("a");
    assertThat(tutti.recovery().scan().isClean()).isTrue();
  }

  @Test
  void anErrorInAListenerChangesNothing() {
    listener =
        event -> {
          if (event instanceof TransactionEvent.Decided) {
            throw new NoClassDefFoundError("scripted");
          }
        };
    assertThat(writeBoth()).isEqualTo(Outcome.COMMITTED);
    assertThat(right.server().committed()).containsKey("a");
    assertThat(writeBoth()).as("the thread is clean").isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void jtaCallersHearMixedWhenADecidedBranchRolledBackByItself() throws Exception {
    left.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XA_HEURRB));
    tutti.transactionManager().begin();
    tutti.current().orElseThrow().use(left).put("a", "l");
    tutti.current().orElseThrow().use(right).put("a", "r");
    assertThatThrownBy(() -> tutti.transactionManager().commit())
        .isInstanceOf(HeuristicMixedException.class);
    tutti.recovery().scan();
    assertThat(right.server().committed()).as("it was decided").containsKey("a");
  }

  @Test
  void workThatHadToBeCutShortIsNotCommitted() throws Exception {
    CountDownLatch inDriver = new CountDownLatch(1);
    CountDownLatch letGo = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    try {
      assertThatThrownBy(
              () ->
                  tutti.write(
                      tx -> {
                        ScriptedResource.Values values = tx.use(left);
                        values.put("a", "l");
                        tx.use(right).put("a", "r");
                        Thread other = new Thread(() -> refused(values, inDriver, letGo));
                        threads.add(other);
                        other.start();
                        inDriver.await();
                        return "";
                      }))
          .isInstanceOf(RolledBackException.class)
          .hasMessageContaining("another thread");
      assertThat(left.released()).as("a call is still inside").containsExactly(false);
      assertThat(right.released()).containsExactly(true);
    } finally {
      letGo.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(left.server().committed()).isEmpty();
    assertThat(right.server().committed()).isEmpty();
  }

  private static void refused(
      ScriptedResource.Values values, CountDownLatch inDriver, CountDownLatch letGo) {
    assertThatThrownBy(
            () ->
                values.busy(
                    () -> {
                      inDriver.countDown();
                      await(letGo);
                    }))
        .isInstanceOf(HandleClosedException.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aJoinThatOutlivesItsTransactionGivesBackWhatItTook() {
    CountDownLatch over = new CountDownLatch(1);
    left.script().at(Step.AFTER_ROLLBACK, over::countDown);
    listener =
        event -> {
          if (event instanceof TransactionEvent.Completed) {
            slow.goOn.countDown();
          }
        };
    assertThatThrownBy(
            () ->
                tutti.write(
                    WriteOptions.none().timeout(Duration.ofSeconds(1)),
                    tx -> {
                      tx.use(left).put("a", "l");
                      return tx.use(slow);
                    }))
        .isInstanceOfAny(TransactionTimeoutException.class, RolledBackException.class);
    assertThat(slow.taken).hasValue(1);
    assertThat(slow.givenBack).hasValue(1);
  }

  /** A source whose connection comes when the transaction is over. */
  private static final class SlowSource implements Participant<String> {
    final CountDownLatch goOn = new CountDownLatch(1);
    final AtomicInteger taken = new AtomicInteger();
    final AtomicInteger givenBack = new AtomicInteger();

    @Override
    public String name() {
      return "slow";
    }

    @Override
    public Guarantee guarantee() {
      return Guarantee.VOLATILE;
    }

    @Override
    public String join(Enlistment enlistment) throws Exception {
      goOn.await();
      taken.incrementAndGet();
      enlistment.whenReleased(finished -> givenBack.incrementAndGet());
      enlistment.enlist(
          new VolatileBranch() {
            @Override
            public void committed() {}

            @Override
            public void rolledBack(boolean unknown) {}
          });
      return "handle";
    }

    @Override
    public void close() {}
  }

  @Test
  void aListThatIsNotAnsweredASecondTimeIsNotAnEmptyOne() {
    right.script().once(Step.BEFORE_PREPARE, Script.fail(XAException.XAER_RMERR));
    left.script().once(Step.BEFORE_ROLLBACK, Script.fail(XAException.XAER_RMFAIL));
    RolledBackException refused = catchThrowableOfType(RolledBackException.class, this::writeBoth);
    assertThat(refused.branches()).extracting("state").contains(BranchState.ROLLBACK_PENDING);
    left.script()
        .once(Step.RECOVER, () -> {})
        .once(Step.RECOVER, Script.fail(XAException.XAER_RMFAIL));

    RecoveryReport report = tutti.recovery().scan();

    assertThat(report.unreachable()).containsExactly("left");
    assertThat(report.isClean()).isFalse();
    assertThat(tutti.recovery().scan().rolledBack()).isEqualTo(1);
    assertThat(tutti.recovery().scan().isClean()).isTrue();
  }
}
