package dev.tutti.xa.jms;

import static dev.tutti.xa.jms.JmsTests.OTHER;
import static dev.tutti.xa.jms.JmsTests.QUEUE;
import static dev.tutti.xa.jms.JmsTests.contents;
import static dev.tutti.xa.jms.JmsTests.inDoubt;
import static dev.tutti.xa.jms.JmsTests.receive;
import static dev.tutti.xa.jms.JmsTests.send;
import static dev.tutti.xa.jms.JmsTests.sendCommitted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.transaction.xa.Xid;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedArtemisTest {

  @TempDir Path directory;
  private JmsResource events;

  @BeforeEach
  void start() {
    events = JmsTests.embedded(directory.resolve("broker"));
  }

  @AfterEach
  void stop() {
    events.close();
  }

  @Test
  void promisesWhatItsJournalHolds() throws Exception {
    assertThat(events.guarantee()).isEqualTo(Guarantee.DURABLE_XA);
    assertThat(events.identity()).isPresent();
    String before = events.identity().get();
    events.close();
    events = JmsTests.embedded(directory.resolve("broker"));
    assertThat(events.identity()).contains(before);
  }

  @Test
  void sendsWithTheCommitOnly() throws Exception {
    HandDriven tx = HandDriven.begin();
    send(tx.join(events), QUEUE, "one");
    assertThat(contents(events, QUEUE)).isEmpty();
    tx.prepare();
    assertThat(contents(events, QUEUE)).isEmpty();
    tx.resource().commit(tx.xid(), false);
    tx.close(true);
    assertThat(contents(events, QUEUE)).containsExactly("one");
  }

  @Test
  void sendsNothingWithARollback() throws Exception {
    HandDriven tx = HandDriven.begin();
    send(tx.join(events), QUEUE, "one");
    tx.rollback();
    assertThat(contents(events, QUEUE)).isEmpty();
    assertThat(inDoubt(events)).isEmpty();
  }

  @Test
  void consumesAndSendsTogether() throws Exception {
    sendCommitted(events, "one");
    HandDriven tx = HandDriven.begin();
    JMSContext context = tx.join(events);
    send(context, OTHER, receive(context, QUEUE) + " shipped");
    tx.commit();
    assertThat(contents(events, QUEUE)).isEmpty();
    assertThat(contents(events, OTHER)).containsExactly("one shipped");
  }

  @Test
  void redeliversAfterEachRollbackForEver() throws Exception {
    sendCommitted(events, "one");
    for (int round = 1; round <= 15; round++) {
      HandDriven tx = HandDriven.begin();
      JMSContext context = tx.join(events);
      Message message = context.createConsumer(context.createQueue(QUEUE)).receive(1000);
      assertThat(message.getBody(String.class)).isEqualTo("one");
      assertThat(message.getJMSRedelivered()).isEqualTo(round > 1);
      send(context, OTHER, "never");
      tx.rollback();
    }
    assertThat(contents(events, QUEUE)).containsExactly("one");
    assertThat(contents(events, OTHER)).isEmpty();
  }

  @Test
  void aPreparedBranchSurvivesTheBrokerAndIsEndedFromANewConnection() throws Exception {
    sendCommitted(events, "consumed");
    HandDriven committed = HandDriven.begin();
    send(committed.join(events), OTHER, "kept");
    committed.prepare();
    HandDriven rolledBack = HandDriven.begin();
    assertThat(receive(rolledBack.join(events), QUEUE)).isEqualTo("consumed");
    rolledBack.prepare();
    committed.close(false);
    rolledBack.close(false);
    events.close();

    events = JmsTests.embedded(directory.resolve("broker"));
    assertThat(inDoubt(events)).hasSize(2);
    assertThat(contents(events, QUEUE)).isEmpty();
    try (RecoveryConnection recovery = events.openRecovery()) {
      recovery.xaResource().commit(committed.xid(), false);
      recovery.xaResource().rollback(rolledBack.xid());
    }
    assertThat(inDoubt(events)).isEmpty();
    assertThat(contents(events, OTHER)).containsExactly("kept");
    assertThat(contents(events, QUEUE)).containsExactly("consumed");
  }

  @Test
  void aHandleIsDeadAfterItsTransaction() throws Exception {
    HandDriven tx = HandDriven.begin();
    JMSContext context = tx.join(events);
    Queue queue = context.createQueue(QUEUE);
    JMSProducer producer = context.createProducer();
    JMSConsumer consumer = context.createConsumer(queue);
    tx.commit();
    assertThatThrownBy(() -> producer.send(queue, "late"))
        .isInstanceOf(HandleClosedException.class);
    assertThatThrownBy(() -> consumer.receiveNoWait()).isInstanceOf(HandleClosedException.class);
    assertThatThrownBy(context::createProducer).isInstanceOf(HandleClosedException.class);
    context.close();
    assertThat(contents(events, QUEUE)).isEmpty();
  }

  @Test
  void closingTheHandleEndsNothing() throws Exception {
    HandDriven tx = HandDriven.begin();
    try (JMSContext context = tx.join(events)) {
      send(context, QUEUE, "one");
    }
    tx.commit();
    assertThat(contents(events, QUEUE)).containsExactly("one");
  }

  @Test
  void aReceiveWithoutEndIsBoundedByTheTransaction() throws Exception {
    HandDriven tx = HandDriven.begin(HandDriven.TestXid.next(), Duration.ofMillis(300));
    JMSContext context = tx.join(events);
    JMSConsumer consumer = context.createConsumer(context.createQueue(QUEUE));
    assertThatThrownBy(consumer::receive)
        .isInstanceOf(JMSRuntimeException.class)
        .hasMessageContaining("timeout");
    assertThat(consumer.receive(1)).isNull();
    tx.rollback();
  }

  @Test
  void aStuckReceiveIsCancelledWhenTheTransactionMustEnd() throws Exception {
    HandDriven tx = HandDriven.begin();
    JMSContext context = tx.join(events);
    JMSConsumer consumer = context.createConsumer(context.createQueue(QUEUE));
    int before = tx.calls();
    CompletableFuture<Message> stuck = CompletableFuture.supplyAsync(consumer::receive);
    Awaitility.await().until(() -> tx.calls() > before);
    tx.rollback();
    assertThatThrownBy(() -> stuck.get(2, TimeUnit.SECONDS))
        .hasCauseInstanceOf(HandleClosedException.class);
    sendCommitted(events, "after");
    assertThat(contents(events, QUEUE)).containsExactly("after");
  }

  @Test
  void whatACutSessionConsumedComesBackAtOnce() throws Exception {
    sendCommitted(events, "one");
    HandDriven tx = HandDriven.begin();
    assertThat(receive(tx.join(events), QUEUE)).isEqualTo("one");
    tx.abort();
    tx.rollback();
    assertThat(contents(events, QUEUE)).containsExactly("one");
  }

  @Test
  void usesASessionAgain() throws Exception {
    for (int i = 0; i < 20; i++) {
      sendCommitted(events, "m" + i);
      HandDriven tx = HandDriven.begin();
      assertThat(receive(tx.join(events), QUEUE)).isEqualTo("m" + i);
      tx.commit();
    }
    assertThat(events.pool().opened()).isEqualTo(1);
    assertThat(events.pool().idle()).isEqualTo(1);
  }

  @Test
  void neverUsesTheSessionOfAnUnfinishedBranchAgain() throws Exception {
    HandDriven tx = HandDriven.begin();
    send(tx.join(events), QUEUE, "one");
    tx.prepare();
    tx.close(false);
    assertThat(events.pool().idle()).isZero();
    assertThat(inDoubt(events)).hasSize(1);
    try (RecoveryConnection recovery = events.openRecovery()) {
      recovery.xaResource().commit(tx.xid(), false);
    }
    assertThat(contents(events, QUEUE)).containsExactly("one");
  }

  @Test
  void saysWhenAllSessionsAreInUse() throws Exception {
    events.close();
    events =
        JmsTests.started(
            JmsResource.embeddedArtemis("events")
                .directory(directory.resolve("broker"))
                .queue(QUEUE)
                .poolSize(1)
                .build());
    HandDriven first = HandDriven.begin();
    first.join(events);
    HandDriven second = HandDriven.begin(HandDriven.TestXid.next(), Duration.ofMillis(100));
    assertThatThrownBy(() -> second.join(events))
        .isInstanceOf(ResourceUnavailableException.class)
        .hasMessageContaining("pool-size");
    first.rollback();
    sendCommitted(events, "one");
  }

  @Test
  void worksAgainAfterTheBrokerStoppedByItself() throws Exception {
    sendCommitted(events, "before");
    ((EmbeddedBroker) events.broker()).server().stop();
    sendCommitted(events, "after");
    assertThat(contents(events, QUEUE)).containsExactly("before", "after");
    assertThat(events.pool().opened()).isEqualTo(2);
  }

  @Test
  void refusesAQueueThatNobodyDeclared() throws Exception {
    HandDriven tx = HandDriven.begin();
    JMSContext context = tx.join(events);
    assertThatThrownBy(() -> send(context, "orders.plced", "one"))
        .isInstanceOf(JMSRuntimeException.class)
        .hasMessageContaining("orders.plced");
    tx.rollback();
  }

  @Test
  void refusesASecondBrokerOnItsDirectory() {
    JmsResource second =
        JmsResource.embeddedArtemis("twin").directory(directory.resolve("broker")).build();
    assertThatThrownBy(() -> second.start(JmsTests.NO_TRANSACTION))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("used by another broker");
    second.close();
  }

  @Test
  void browsesMoreThanFitsIntoMemory() throws Exception {
    events.close();
    events =
        JmsTests.started(
            JmsResource.embeddedArtemis("events")
                .directory(directory.resolve("broker"))
                .queue(QUEUE)
                .pageAfterBytes(1024 * 1024)
                .build());
    int count = 25_000;
    HandDriven tx = HandDriven.begin();
    JMSContext context = tx.join(events);
    Queue queue = context.createQueue(QUEUE);
    JMSProducer producer = context.createProducer();
    for (int i = 0; i < count; i++) {
      producer.send(queue, "message " + i);
    }
    tx.commit();
    List<String> seen = new ArrayList<>();
    long start = System.nanoTime();
    events.browse(QUEUE, message -> seen.add(JmsTests.text(message)));
    // Not in order: the broker moves messages from disk to memory meanwhile.
    assertThat(seen).hasSize(count);
    assertThat(new HashSet<>(seen))
        .isEqualTo(
            IntStream.range(0, count).mapToObj(i -> "message " + i).collect(Collectors.toSet()));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void browsesOnceWhatComesBackBehindTheBrowser() throws Exception {
    sendCommitted(events, "first", "second", "third");
    HandDriven consuming = HandDriven.begin();
    assertThat(receive(consuming.join(events), QUEUE)).isEqualTo("first");
    List<String> seen = new ArrayList<>();
    events.browse(
        QUEUE,
        message -> {
          if (seen.isEmpty()) {
            assertThatCode(consuming::rollback).doesNotThrowAnyException();
          }
          seen.add(JmsTests.text(message));
        });
    assertThat(seen).containsExactly("second", "third", "first");
  }

  @Test
  void knowsNothingOfAnotherXid() throws Exception {
    Xid unknown = HandDriven.TestXid.next();
    try (RecoveryConnection recovery = events.openRecovery()) {
      assertThatThrownBy(() -> recovery.xaResource().commit(unknown, false))
          .hasFieldOrPropertyWithValue("errorCode", javax.transaction.xa.XAException.XAER_NOTA);
    }
  }
}
