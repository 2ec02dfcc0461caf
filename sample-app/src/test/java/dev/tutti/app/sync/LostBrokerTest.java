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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that goes away between two calls, or hangs, is nothing that a record could mend. */
class LostBrokerTest {

  private static final String QUEUE = "lost-broker";

  @TempDir Path dir;

  @Test
  void isUnavailableAndRejectsNoRecord() throws Exception {
    Fault fault = write((proxy, context) -> proxy.cut());

    assertThat(fault.kind()).as(fault.text()).isEqualTo(Fault.Kind.UNAVAILABLE);
  }

  @Test
  void isUnavailableToWhoComesAfterTheClientHasNoticed() throws Exception {
    Fault fault =
        write(
            (proxy, context) -> {
              proxy.cut();
              await().until(() -> isClosed(context));
            });

    assertThat(fault.kind()).as(fault.text()).isEqualTo(Fault.Kind.UNAVAILABLE);
  }

  @Test
  void isUnavailableWhenItHangs() throws Exception {
    Fault fault = write((proxy, context) -> proxy.stall());

    assertThat(fault.kind()).as(fault.text()).isEqualTo(Fault.Kind.UNAVAILABLE);
    assertThat(fault.text()).contains("hangs", "tm.timeout");
  }

  private static boolean isClosed(JMSContext context) {
    try {
      context.createTextMessage();
      return false;
    } catch (IllegalStateRuntimeException e) {
      return true;
    }
  }

  private Fault write(BiConsumer<TcpProxy, JMSContext> weather) throws Exception {
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
              TransactionSystemConfig.builder("lost", dir.resolve("log"))
                  .timeout(Duration.ofSeconds(2))
                  .build(),
              events)) {
        events.initQueues();

        Throwable failure =
            catchThrowable(
                () ->
                    tutti.write(
                        tx -> {
                          JMSContext context = tx.use(events);
                          weather.accept(proxy, context);
                          target.write(tx, record, "order-1");
                          return "";
                        }));

        proxy.resume();
        return Fault.of(failure, "order-1");
      }
    }
  }
}
