package dev.tutti.app.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.tutti.app.wiring.BrokerQueues;
import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.xa.config.QueueMapping;
import dev.tutti.xa.jms.JmsResource;
import dev.tutti.xa.testing.ArtemisServer;
import dev.tutti.xa.testing.Servers;
import dev.tutti.xa.testing.TcpProxy;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that goes away between two calls is nothing that a record could mend. */
class LostBrokerTest {

  private static final String QUEUE = "lost-broker";

  @TempDir Path dir;

  @Test
  void isUnavailableAndRejectsNoRecord() throws Exception {
    writeToLostBroker(context -> {});
  }

  @Test
  void isUnavailableToWhoComesAfterTheClientHasNoticed() throws Exception {
    writeToLostBroker(context -> await().until(() -> isClosed(context)));
  }

  private static boolean isClosed(JMSContext context) {
    try {
      context.createTextMessage();
      return false;
    } catch (IllegalStateRuntimeException e) {
      return true;
    }
  }

  private void writeToLostBroker(Consumer<JMSContext> betweenCutAndWrite) throws Exception {
    ArtemisServer broker = Servers.artemis();
    try (TcpProxy proxy = TcpProxy.to(broker.port())) {
      JmsResource events =
          JmsResource.artemis("events")
              .url(broker.url(proxy.port()))
              .user(broker.user())
              .password(broker.password())
              .queue(QUEUE)
              .build();
      QueueTarget target =
          new QueueTarget(
              new QueueMapping("events", "events", QUEUE, Optional.empty(), List.of(), Map.of()),
              new BrokerQueues(events));
      SourceRecord record =
          new SourceRecord("orders.jsonl:1", Json.MAPPER.createObjectNode().put("id", 1));
      try (TransactionSystem tutti =
          TransactionSystem.start(
              TransactionSystemConfig.builder("lost", dir.resolve("log")).build(), events)) {
        events.initQueues();

        Throwable failure =
            catchThrowable(
                () ->
                    tutti.write(
                        tx -> {
                          JMSContext context = tx.use(events);
                          proxy.cut();
                          betweenCutAndWrite.accept(context);
                          target.write(tx, record, "order-1");
                          return "";
                        }));

        assertThat(Fault.of(failure, "order-1").kind())
            .as(String.valueOf(failure))
            .isEqualTo(Fault.Kind.UNAVAILABLE);
      }
    }
  }
}
