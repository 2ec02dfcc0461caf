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
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteArtemisTest {

  @TempDir Path directory;
  private TcpBroker broker;
  private JmsResource events;

  @BeforeEach
  void start() throws Exception {
    broker = TcpBroker.on(directory.resolve("broker"));
    broker.start();
    events =
        JmsTests.started(
            JmsResource.artemis("events")
                .url(broker.url())
                .user("app")
                .password("s3cret")
                .queue(QUEUE)
                .connectTimeout(Duration.ofSeconds(2))
                .build());
    events.initQueues();
  }

  @AfterEach
  void stop() throws Exception {
    events.close();
    broker.stop();
  }

  @Test
  void sendsAndConsumesOverTheNetwork() throws Exception {
    sendCommitted(events, "one", "two");
    HandDriven tx = HandDriven.begin();
    assertThat(receive(tx.join(events), QUEUE)).isEqualTo("one");
    tx.rollback();
    HandDriven again = HandDriven.begin();
    assertThat(receive(again.join(events), QUEUE)).isEqualTo("one");
    again.commit();
    assertThat(contents(events, QUEUE)).containsExactly("two");
    assertThat(events.pool().opened()).isEqualTo(1);
  }

  @Test
  void browsesToTheEndWhileTheConnectionIsFull() throws Exception {
    String[] texts = new String[2_000];
    Arrays.setAll(texts, i -> i + "x".repeat(20_000));
    sendCommitted(events, texts);
    for (int i = 0; i < 3; i++) {
      assertThat(contents(events, QUEUE)).as("round " + i).hasSameSizeAs(texts);
    }
  }

  @Test
  void declaringAQueueTwiceIsHarmless() throws Exception {
    sendCommitted(events, "one");
    events.initQueues();
    assertThat(contents(events, QUEUE)).containsExactly("one");
  }

  @Test
  void aPreparedBranchSurvivesTheBrokersRestartAndThePoolRecovers() throws Exception {
    String identity = events.identity().get();
    assertThat(identity).isEqualTo("artemis:" + broker.nodeId());
    HandDriven tx = HandDriven.begin();
    send(tx.join(events), QUEUE, "one");
    tx.prepare();
    broker.stop();
    assertThatThrownBy(() -> tx.resource().commit(tx.xid(), false))
        .isInstanceOfSatisfying(
            XAException.class,
            e -> assertThat(e.errorCode).isIn(XAException.XA_RETRY, XAException.XAER_RMFAIL));
    tx.close(false);
    broker.start();
    assertThat(events.identity()).contains(identity);
    assertThat(inDoubt(events)).hasSize(1);
    try (RecoveryConnection recovery = events.openRecovery()) {
      recovery.xaResource().commit(tx.xid(), false);
    }
    sendCommitted(events, "two");
    assertThat(contents(events, QUEUE)).containsExactly("one", "two");
  }

  @Test
  void saysInOneLineThatTheBrokerIsDownAndNeverAnswersAnEmptyRecover() throws Exception {
    broker.stop();
    assertThatThrownBy(() -> events.openRecovery())
        .isInstanceOf(ResourceUnavailableException.class)
        .hasMessageContaining(broker.url())
        .hasMessageNotContaining("\n")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> events.identity()).isInstanceOf(ResourceUnavailableException.class);
    HandDriven tx = HandDriven.begin();
    assertThatThrownBy(() -> tx.join(events)).isInstanceOf(ResourceUnavailableException.class);
    broker.start();
    sendCommitted(events, "one");
  }

  @Test
  void knowsALostConnectionByItsException() throws Exception {
    HandDriven tx = HandDriven.begin();
    JMSContext context = tx.join(events);
    send(context, QUEUE, "one");
    broker.stop();
    assertThatThrownBy(() -> send(context, QUEUE, "two"))
        .satisfies(e -> assertThat(events.isConnectionLost(e)).isTrue());
    assertThat(events.isConnectionLost(new IllegalStateException("no"))).isFalse();
    tx.close(false);
  }

  @Test
  void theBrokerItselfEndsABranchWhoseClientVanishedBeforePrepare() throws Exception {
    sendCommitted(events, "one");
    HandDriven tx = HandDriven.begin(HandDriven.TestXid.next(), Duration.ofSeconds(1));
    assertThat(receive(tx.join(events), QUEUE)).isEqualTo("one");
    tx.abort();
    tx.close(false);
    org.awaitility.Awaitility.await()
        .untilAsserted(() -> assertThat(contents(events, QUEUE)).containsExactly("one"));
  }

  /** The duplicate detection of the broker is the user's to use: it refuses with its vote. */
  @Test
  void aMessageThatTheBrokerHasSeenIsRefusedByItsVote() throws Exception {
    for (int attempt = 0; attempt < 2; attempt++) {
      HandDriven tx = HandDriven.begin();
      JMSContext context = tx.join(events);
      context
          .createProducer()
          .setProperty("_AMQ_DUPL_ID", "order-4711")
          .send(context.createQueue(QUEUE), "once");
      if (attempt == 0) {
        tx.commit();
      } else {
        assertThatThrownBy(tx::prepare).isInstanceOf(XAException.class);
        tx.rollback();
      }
    }
    assertThat(contents(events, QUEUE)).containsExactly("once");
    assertThat(inDoubt(events)).isEmpty();
  }
}
