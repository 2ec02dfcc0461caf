package dev.tutti.xa.jms;

import static dev.tutti.xa.jms.JmsTests.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XaRulesTest {

  @TempDir Path directory;
  private final AtomicReference<HandDriven> current = new AtomicReference<>();
  private final AtomicReference<JMSContext> handle = new AtomicReference<>();
  private JmsResource events;

  @BeforeEach
  void start() {
    events = JmsResource.embeddedArtemis("events").directory(directory).queue(QUEUE).build();
    events.start(
        new dev.tutti.tm.spi.TransactionContext() {
          @Override
          @SuppressWarnings("unchecked")
          public <H> Optional<H> currentHandle(dev.tutti.tm.spi.Participant<H> participant)
              throws Exception {
            if (current.get() == null) {
              return Optional.empty();
            }
            if (handle.get() == null) {
              handle.set((JMSContext) participant.join(current.get()));
            }
            return (Optional<H>) Optional.of(handle.get());
          }
        });
  }

  @AfterEach
  void stop() {
    events.close();
  }

  @Test
  void aContextsOwnTransactionIsRefused() throws Exception {
    HandDriven tx = HandDriven.begin();
    JMSContext context = tx.join(events);
    assertThatThrownBy(context::commit).isInstanceOf(TransactionInProgressRuntimeException.class);
    assertThatThrownBy(context::rollback).isInstanceOf(TransactionInProgressRuntimeException.class);
    assertThatThrownBy(context::recover).isInstanceOf(IllegalStateRuntimeException.class);
    assertThat(context.getTransacted()).isTrue();
    tx.rollback();
  }

  @Test
  void whatWouldWorkOutsideOfTheTransactionIsRefused() throws Exception {
    HandDriven tx = HandDriven.begin();
    JMSContext context = tx.join(events);
    Queue queue = context.createQueue(QUEUE);
    JMSProducer producer = context.createProducer();
    assertThatThrownBy(() -> context.createContext(JMSContext.AUTO_ACKNOWLEDGE))
        .isInstanceOf(IllegalStateRuntimeException.class)
        .hasMessageStartingWith("events: createContext()");
    assertThatThrownBy(context::createTemporaryQueue)
        .isInstanceOf(IllegalStateRuntimeException.class);
    assertThatThrownBy(context::stop).isInstanceOf(IllegalStateRuntimeException.class);
    assertThatThrownBy(() -> context.setExceptionListener(e -> {}))
        .isInstanceOf(IllegalStateRuntimeException.class);
    assertThatThrownBy(() -> context.createConsumer(queue).setMessageListener(m -> {}))
        .isInstanceOf(IllegalStateRuntimeException.class);
    assertThatThrownBy(() -> producer.send(queue, (java.io.Serializable) Integer.valueOf(1)))
        .isInstanceOf(IllegalStateRuntimeException.class);
    context.acknowledge();
    context.setAutoStart(false);
    context.start();
    assertThat(producer.setPriority(7)).isSameAs(producer);
    tx.rollback();
  }

  @Test
  void everyCallPassesTheGate() throws Exception {
    HandDriven tx = HandDriven.begin();
    JMSContext context = tx.join(events);
    int before = tx.calls();
    Queue queue = context.createQueue(QUEUE);
    context.createProducer().setProperty("k", "v").send(queue, "one");
    context.createBrowser(queue).getEnumeration().hasMoreElements();
    context.createConsumer(queue).receiveNoWait();
    assertThat(tx.calls() - before).isEqualTo(9);
    tx.rollback();
  }

  @Test
  void codeThatKnowsOnlyJakartaMessagingJoins() throws Exception {
    HandDriven tx = HandDriven.begin();
    current.set(tx);
    try (JMSContext context = events.connectionFactory().createContext()) {
      context.createProducer().send(context.createQueue(QUEUE), "context");
    }
    try (Connection connection = events.connectionFactory().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      MessageProducer producer = session.createProducer(session.createQueue(QUEUE));
      TextMessage message = session.createTextMessage("connection");
      producer.send(message);
      assertThatThrownBy(session::commit).isInstanceOf(TransactionInProgressException.class);
    }
    assertThat(JmsTests.contents(events, QUEUE)).isEmpty();
    tx.commit();
    current.set(null);
    assertThat(JmsTests.contents(events, QUEUE)).containsExactly("context", "connection");
  }

  @Test
  void withoutATransactionTheFactoryIsAnOrdinaryOne() throws Exception {
    try (JMSContext context = events.connectionFactory().createContext()) {
      context.createProducer().send(context.createQueue(QUEUE), "now");
    }
    assertThat(JmsTests.contents(events, QUEUE)).containsExactly("now");
    assertThatThrownBy(() -> events.connectionFactory().createConnection("u", "p"))
        .isInstanceOf(JMSSecurityException.class);
  }
}
