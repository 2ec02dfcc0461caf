package dev.tutti.tm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.KeyConflictException;
import dev.tutti.tm.outcome.KeyInDoubtException;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.Receipt;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.outcome.TuttiException;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The facade's rules of keys, with receipts that do as they are told. */
class KeyedWriteTest {

  @TempDir Path dir;
  private final AtomicInteger ran = new AtomicInteger();
  private ScriptedReceipts orders;
  private ScriptedResource stock;
  private TransactionSystem tutti;

  @BeforeEach
  void start() throws IOException {
    tutti = open("orders");
  }

  private TransactionSystem open(String receipts) throws IOException {
    orders = new ScriptedReceipts("orders", dir.resolve("orders"));
    stock = new ScriptedResource("stock", dir.resolve("stock"));
    ScriptedReceipts other = new ScriptedReceipts("other", dir.resolve("other"));
    TransactionSystemConfig.Builder config =
        TransactionSystemConfig.builder("test", dir.resolve("store"))
            .recoveryInterval(Duration.ofHours(1))
            .drain(Duration.ofMillis(100));
    if (!receipts.isEmpty()) {
      config.receipts(receipts);
    }
    return TransactionSystem.start(config.build(), orders, stock, other);
  }

  @AfterEach
  void stop() {
    assertThat(tutti.current()).as("the thread is clean").isEmpty();
    tutti.close();
  }

  private Receipt<String> write(WriteOptions options) {
    return tutti.write(
        options,
        tx -> {
          ran.incrementAndGet();
          tx.use(stock).put("work" + ran.get(), "s");
          return "done";
        });
  }

  @Test
  void aRepeatIsADuplicateThatNamesTheFirstAndDoesNothing() {
    Receipt<String> first = write(WriteOptions.key("k"));
    Receipt<String> second = write(WriteOptions.key("k"));

    assertThat(first.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(first.branches()).extracting("resource").containsExactly("orders", "stock");
    assertThat(second.outcome()).isEqualTo(Outcome.DUPLICATE);
    assertThat(second.transactionId()).isEqualTo(first.transactionId());
    assertThat(second.result()).isEmpty();
    assertThat(second.branches()).isEmpty();
    assertThat(ran).hasValue(1);
    assertThat(stock.server().committed()).hasSize(1);
    assertThat(tutti.recovery().scan().isClean()).isTrue();
  }

  @Test
  void theSameKeyWithOtherContentIsAConflictNotADuplicate() {
    Receipt<String> first = write(WriteOptions.key("k").content("ten"));

    assertThat(write(WriteOptions.key("k").content("ten")).outcome()).isEqualTo(Outcome.DUPLICATE);
    assertThat(write(WriteOptions.key("k")).outcome())
        .as("no content given: the key alone counts")
        .isEqualTo(Outcome.DUPLICATE);
    assertThatThrownBy(() -> write(WriteOptions.key("k").content("eleven")))
        .isInstanceOfSatisfying(
            KeyConflictException.class,
            e -> assertThat(e.transactionId()).isEqualTo(first.transactionId()))
        .hasMessageContaining("'k'");
    assertThat(ran).hasValue(1);
    assertThat(stock.server().committed()).hasSize(1);
  }

  @Test
  void aKeyThatAnotherAttemptHoldsIsInDoubt() {
    orders.hold("k");
    assertThatThrownBy(() -> write(WriteOptions.key("k")))
        .isInstanceOf(KeyInDoubtException.class)
        .hasMessageContaining("'k'")
        .hasMessageContaining("Try again");
    assertThat(ran).hasValue(0);
    assertThat(write(WriteOptions.key("free")).outcome()).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void aKeyOfAnAttemptThatWasRolledBackIsFree() {
    stock.script().once(Step.BEFORE_PREPARE, Script.fail(XAException.XA_RBROLLBACK));
    assertThatThrownBy(() -> write(WriteOptions.key("k"))).isInstanceOf(RolledBackException.class);
    assertThat(write(WriteOptions.key("k")).outcome()).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void receiptsThatRefuseRollBackBeforeAnyWork() {
    orders.refuse(true);
    assertThatThrownBy(() -> write(WriteOptions.key("k"))).hasMessageContaining("scripted");
    assertThat(ran).hasValue(0);
    orders.refuse(false);
    orders.source().reachable(false);
    assertThatThrownBy(() -> write(WriteOptions.key("k")))
        .isInstanceOf(RolledBackException.class)
        .hasMessageContaining("orders");
    assertThat(ran).hasValue(0);
    orders.source().reachable(true);
    assertThat(write(WriteOptions.key("k")).outcome()).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void withoutReceiptsAKeyIsRefused() throws IOException {
    tutti.close();
    tutti = open("");
    assertThatThrownBy(() -> write(WriteOptions.key("k")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("receipts: NAME");
    assertThat(ran).hasValue(0);
    assertThat(write(WriteOptions.none()).outcome()).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void receiptsElsewhereAreRefusedAndThenTheOldOnesStillServe() throws IOException {
    write(WriteOptions.key("k"));
    tutti.close();
    assertThatThrownBy(() -> open("other"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'other' is not 'orders'");
    tutti = open("orders");
    assertThat(write(WriteOptions.key("k")).outcome()).isEqualTo(Outcome.DUPLICATE);
  }

  @Test
  void receiptsAreNotForgottenByAStartWithoutThem() throws IOException {
    write(WriteOptions.key("k"));
    tutti.close();
    tutti = open("");
    tutti.close();
    assertThatThrownBy(() -> open("other")).isInstanceOf(ConfigurationException.class);
    tutti = open("orders");
  }

  @Test
  void receiptsThatWereUnreachableAtTheStartArePreparedAtTheFirstKey() throws IOException {
    assertThat(orders.prepared()).as("at the start").isGreaterThan(0);
    tutti.close();
    ScriptedReceipts away = new ScriptedReceipts("orders", dir.resolve("orders"));
    away.source().reachable(false);
    stock = new ScriptedResource("stock", dir.resolve("stock"));
    orders = away;
    tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("test", dir.resolve("store"))
                .recoveryInterval(Duration.ofHours(1))
                .receipts("orders")
                .build(),
            away,
            stock);
    assertThat(away.prepared()).isZero();
    away.source().reachable(true);
    assertThat(write(WriteOptions.key("k")).outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(away.prepared()).isGreaterThan(0);
  }

  @Test
  void theBusinessExceptionComesFirstWhenTheTimeoutCameBeforeIt() {
    CountDownLatch rolledBack = new CountDownLatch(1);
    stock.script().once(Step.AFTER_ROLLBACK, rolledBack::countDown);
    IOException mine = new IOException("mine");

    Throwable thrown =
        catchThrowable(
            () ->
                tutti.write(
                    WriteOptions.key("k").timeout(Duration.ofSeconds(1)),
                    tx -> {
                      tx.use(stock).put("a", "s");
                      rolledBack.await();
                      throw mine;
                    }));

    assertThat(thrown).isSameAs(mine);
    assertThat(mine.getSuppressed())
        .hasAtLeastOneElementOfType(TransactionTimeoutException.class)
        .allMatch(TuttiException.class::isInstance);
    assertThat(orders.source().server().committed()).isEmpty();
    assertThat(stock.server().committed()).isEmpty();
  }

  @Test
  void anErrorIsThrownAsItIsToo() {
    AssertionError mine = new AssertionError("mine");
    assertThatThrownBy(
            () ->
                tutti.write(
                    tx -> {
                      tx.use(stock).put("a", "s");
                      throw mine;
                    }))
        .isSameAs(mine);
    assertThat(stock.server().committed()).isEmpty();
  }

  @Test
  void aWriteWithinAWriteIsRefusedAndTheOuterOneIsRolledBackOnlyIfItSaysSo() {
    Receipt<String> outer =
        tutti.write(
            tx -> {
              tx.use(stock).put("outer", "s");
              assertThatThrownBy(() -> write(WriteOptions.none()))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("has a transaction already");
              return "done";
            });
    assertThat(outer.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(stock.server().committed()).containsOnlyKeys("outer");
  }

  @Test
  void aSourceThatIsNotRegisteredIsRefusedByName() {
    ScriptedResource stranger = new ScriptedResource("stranger", dir.resolve("stranger"));
    assertThatThrownBy(() -> tutti.write(tx -> tx.use(stranger)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stranger");
  }
}
