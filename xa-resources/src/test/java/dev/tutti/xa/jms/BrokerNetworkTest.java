package dev.tutti.xa.jms;

import static dev.tutti.xa.jms.JmsTests.QUEUE;
import static dev.tutti.xa.jms.JmsTests.contents;
import static dev.tutti.xa.jms.JmsTests.inDoubt;
import static dev.tutti.xa.jms.JmsTests.receive;
import static dev.tutti.xa.jms.JmsTests.send;
import static dev.tutti.xa.jms.JmsTests.sendCommitted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.xa.testing.ArtemisServer;
import dev.tutti.xa.testing.RealServers;
import dev.tutti.xa.testing.RealServers.Private;
import dev.tutti.xa.testing.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker of its own behind a network that stalls, slows down and breaks. */
@RealServers
@Timeout(60)
class BrokerNetworkTest {

  private static final Duration CALL = Duration.ofSeconds(1);

  private final ArtemisServer broker;
  private TcpProxy network;
  private JmsResource events;

  BrokerNetworkTest(@Private ArtemisServer broker) {
    this.broker = broker;
  }

  @BeforeEach
  void connect() throws Exception {
    broker.start();
    network = TcpProxy.to(broker.port());
    events =
        JmsTests.started(
            JmsResource.artemis("events")
                .url(broker.url(network.port()))
                .user(broker.user())
                .password(broker.password())
                .queue(QUEUE)
                .poolSize(4)
                .connectTimeout(CALL)
                .callTimeout(CALL)
                .build());
    events.initQueues();
    drain();
  }

  private void drain() throws Exception {
    HandDriven tx = HandDriven.begin();
    var context = tx.join(events);
    try (var consumer = context.createConsumer(context.createQueue(QUEUE))) {
      while (consumer.receiveNoWait() != null) {
        // what the test before has left
      }
    }
    tx.commit();
  }

  @AfterEach
  void disconnect() {
    events.close();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(network.connections()).isZero());
    network.close();
  }

  /** Recovery's first try may meet what was stalled. */
  private void recovered(HandDriven tx, boolean commit) {
    Awaitility.await()
        .ignoreException(ResourceUnavailableException.class)
        .untilAsserted(
            () -> {
              try (RecoveryConnection recovery = events.openRecovery()) {
                if (inDoubt(events).isEmpty()) {
                  return;
                }
                if (commit) {
                  recovery.xaResource().commit(tx.xid(), false);
                } else {
                  recovery.xaResource().rollback(tx.xid());
                }
              }
            });
  }

  @Test
  void aStalledBrokerHoldsACommitUpForItsCallTimeoutOnly() throws Exception {
    HandDriven tx = HandDriven.begin();
    send(tx.join(events), QUEUE, "one");
    tx.prepare();
    network.stall();
    long start = System.nanoTime();
    assertThatThrownBy(() -> tx.resource().commit(tx.xid(), false))
        .isInstanceOfSatisfying(
            XAException.class, e -> assertThat(e.errorCode).isEqualTo(XAException.XA_RETRY));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(CALL.multipliedBy(5));
    tx.close(false);
    assertThatThrownBy(() -> inDoubt(events)).isInstanceOf(ResourceUnavailableException.class);
    network.resume();
    recovered(tx, true);
    // Whoever committed it, the request that was held back or recovery.
    Awaitility.await()
        .untilAsserted(() -> assertThat(contents(events, QUEUE)).containsExactly("one"));
  }

  @Test
  void aStalledBrokerIsNoVote() throws Exception {
    HandDriven tx = HandDriven.begin();
    send(tx.join(events), QUEUE, "one");
    network.stall();
    long start = System.nanoTime();
    assertThatThrownBy(tx::prepare)
        .isInstanceOfSatisfying(
            XAException.class, e -> assertThat(e.errorCode).isEqualTo(XAException.XAER_RMFAIL));
    assertThatThrownBy(tx::rollback).isInstanceOf(XAException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(CALL.multipliedBy(10));
    network.resume();
    recovered(tx, false);
    Awaitility.await().untilAsserted(() -> assertThat(inDoubt(events)).isEmpty());
    assertThat(contents(events, QUEUE)).isEmpty();
  }

  @Test
  void connectingToAStalledBrokerIsBoundedToo() {
    network.stall();
    long start = System.nanoTime();
    HandDriven tx = HandDriven.begin();
    assertThatThrownBy(() -> tx.join(events)).isInstanceOf(ResourceUnavailableException.class);
    assertThatThrownBy(() -> events.identity()).isInstanceOf(ResourceUnavailableException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(CALL.multipliedBy(10));
    network.resume();
  }

  @Test
  void idleConnectionsThatTheNetworkSwallowedAreGivenUp() throws Exception {
    List<HandDriven> open = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      HandDriven tx = HandDriven.begin();
      send(tx.join(events), QUEUE, "one");
      open.add(tx);
    }
    for (HandDriven tx : open) {
      tx.commit();
    }
    assertThat(network.connections()).isEqualTo(4);
    network.stall();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(events.pool().idle()).isZero());
    network.resume();
    long start = System.nanoTime();
    sendCommitted(events, "two");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(CALL);
  }

  @Test
  void aSlowNetworkIsOnlySlow() throws Exception {
    network.delay(Duration.ofMillis(20));
    sendCommitted(events, "one");
    HandDriven tx = HandDriven.begin();
    var context = tx.join(events);
    assertThat(receive(context, QUEUE)).isEqualTo("one");
    send(context, QUEUE, "two");
    tx.commit();
    assertThat(contents(events, QUEUE)).containsExactly("two");
  }

  @Test
  void whatACutTransactionReceivedIsGivenToTheNextOne() throws Exception {
    sendCommitted(events, "one");
    HandDriven tx = HandDriven.begin();
    var context = tx.join(events);
    assertThat(receive(context, QUEUE)).isEqualTo("one");
    send(context, QUEUE, "two");
    network.cut();
    assertThatThrownBy(tx::prepare).isInstanceOf(XAException.class);
    tx.rollback();
    HandDriven again = HandDriven.begin();
    assertThat(receive(again.join(events), QUEUE)).isEqualTo("one");
    again.commit();
    assertThat(contents(events, QUEUE)).isEmpty();
  }

  /** The broker believes the session alive: it must not keep the message from others. */
  @Test
  void whatALostSessionReceivedIsGivenBackThoughTheBrokerHasNotNoticed() throws Exception {
    sendCommitted(events, "one");
    HandDriven tx = HandDriven.begin();
    assertThat(receive(tx.join(events), QUEUE)).isEqualTo("one");
    tx.resource().end(tx.xid(), javax.transaction.xa.XAResource.TMSUCCESS);
    network.cutClients();
    tx.rollback();
    HandDriven again = HandDriven.begin();
    assertThat(receive(again.join(events), QUEUE)).isEqualTo("one");
    again.commit();
    network.cut();
  }

  @Test
  void aKilledBrokerKeepsWhatItHadPreparedAndThePoolComesBack() throws Exception {
    String identity = events.identity().get();
    HandDriven prepared = HandDriven.begin();
    send(prepared.join(events), QUEUE, "one");
    prepared.prepare();
    HandDriven active = HandDriven.begin();
    send(active.join(events), QUEUE, "two");
    broker.kill();
    assertThatThrownBy(() -> prepared.resource().commit(prepared.xid(), false))
        .isInstanceOf(XAException.class);
    prepared.close(false);
    assertThatThrownBy(active::prepare).isInstanceOf(XAException.class);
    assertThatThrownBy(active::rollback).isInstanceOf(XAException.class);
    broker.start();
    assertThat(events.identity()).contains(identity);
    recovered(prepared, true);
    sendCommitted(events, "three");
    assertThat(contents(events, QUEUE)).containsExactly("one", "three");
    assertThat(inDoubt(events)).isEmpty();
  }

  @Test
  void noConnectionIsLostOverManyCuts() throws Exception {
    for (int round = 0; round < 20; round++) {
      network.cutAfter(1 + round % 12, TcpProxy.When.AFTER_FORWARD_BEFORE_REPLY, false);
      HandDriven tx = HandDriven.begin();
      try {
        send(tx.join(events), QUEUE, "some");
        tx.commit();
      } catch (Exception e) {
        tx.close(false);
      }
      network.cutNoMore();
      assertThat(network.connections()).isLessThanOrEqualTo(4);
    }
    for (var xid : inDoubt(events)) {
      try (RecoveryConnection recovery = events.openRecovery()) {
        recovery.xaResource().rollback(xid);
      }
    }
  }
}
