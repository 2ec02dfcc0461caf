package dev.tutti.xa.jms;

import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.TransactionContext;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** What the tests of this package share. */
final class JmsTests {

  static final String QUEUE = "orders.placed";
  static final String OTHER = "orders.shipped";

  static final TransactionContext NO_TRANSACTION =
      new TransactionContext() {
        @Override
        public <H> Optional<H> currentHandle(Participant<H> participant) {
          return Optional.empty();
        }
      };

  private JmsTests() {}

  static JmsResource embedded(Path directory) {
    return started(
        JmsResource.embeddedArtemis("events")
            .directory(directory)
            .queue(QUEUE)
            .queue(OTHER)
            .build());
  }

  static JmsResource started(JmsResource resource) {
    resource.start(NO_TRANSACTION);
    return resource;
  }

  static void send(JMSContext context, String queue, String text) {
    context.createProducer().send(context.createQueue(queue), text);
  }

  static String receive(JMSContext context, String queue) {
    return context.createConsumer(context.createQueue(queue)).receiveBody(String.class, 1000);
  }

  static void sendCommitted(JmsResource resource, String... texts) throws Exception {
    HandDriven tx = HandDriven.begin();
    JMSContext context = tx.join(resource);
    for (String text : texts) {
      send(context, QUEUE, text);
    }
    tx.commit();
  }

  static List<String> contents(JmsResource resource, String queue) throws Exception {
    List<String> texts = new ArrayList<>();
    resource.browse(queue, message -> texts.add(text(message)));
    return texts;
  }

  static String text(Message message) {
    try {
      return ((TextMessage) message).getText();
    } catch (jakarta.jms.JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Xid> inDoubt(JmsResource resource) throws Exception {
    try (RecoveryConnection recovery = resource.openRecovery()) {
      return Arrays.asList(
          recovery.xaResource().recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN));
    }
  }
}
