package dev.tutti.xa.timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.sync.WriteOptions;
import dev.tutti.xa.cache.CacheResource;
import dev.tutti.xa.cache.TransactionalMap;
import dev.tutti.xa.jms.JmsResource;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.transaction.RollbackException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker and a cache whose handles outlive their transaction. */
class QueueTimeoutTest {

  private static final String QUEUE = "orders.placed";
  private static final WriteOptions ONE_SECOND = WriteOptions.none().timeout(Duration.ofSeconds(1));

  @TempDir Path dir;
  private JmsResource events;
  private CacheResource<Map<String, String>> cache;
  private TransactionSystem tutti;
  private CountDownLatch over;

  @BeforeEach
  void start() throws Exception {
    events =
        JmsResource.embeddedArtemis("events")
            .directory(dir.resolve("events"))
            .queue(QUEUE)
            .poolSize(2)
            .build();
    cache = CacheResource.infinispan("cache").build();
    tutti =
        TransactionSystem.builder(
                TransactionSystemConfig.builder("test", dir.resolve("store"))
                    .drain(Duration.ofMillis(200))
                    .build())
            .resources(List.of(events, cache))
            .listener(
                event -> {
                  CountDownLatch latch = over;
                  if (event instanceof TransactionEvent.Completed && latch != null) {
                    latch.countDown();
                  }
                })
            .start();
    send("first");
    over = new CountDownLatch(1);
  }

  /** Nothing was sent or consumed, and every session of the pool works. */
  @AfterEach
  void nothingMovedAndThePoolWorks() throws Exception {
    assertThat(contents()).containsExactly("first");
    assertThat(cache.size()).isZero();
    for (int i = 0; i < 4; i++) {
      send("m" + i);
    }
    assertThat(contents()).hasSize(5);
    assertThat(tutti.recovery().scan().isClean()).isTrue();
    tutti.close();
  }

  private void send(String text) {
    tutti.write(
        tx -> {
          send(tx.use(events), text);
          return "";
        });
  }

  private static void send(JMSContext context, String text) {
    context.createProducer().send(context.createQueue(QUEUE), text);
  }

  private List<String> contents() throws Exception {
    List<String> texts = new ArrayList<>();
    events.browse(
        QUEUE,
        message -> {
          try {
            texts.add(message.getBody(String.class));
          } catch (jakarta.jms.JMSException e) {
            throw new IllegalStateException(e);
          }
        });
    return texts;
  }

  private static void assertTimedOut(Throwable thrown) {
    assertThat(thrown)
        .satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(TransactionTimeoutException.class),
            e ->
                assertThat(e.getSuppressed())
                    .hasAtLeastOneElementOfType(TransactionTimeoutException.class));
  }

  @Test
  void afterTheTimeoutNothingIsSentReceivedOrCached() {
    Throwable thrown =
        catchThrowable(
            () ->
                tutti.write(
                    ONE_SECOND,
                    tx -> {
                      JMSContext context = tx.use(events);
                      TransactionalMap<String, Map<String, String>> map = tx.use(cache);
                      JMSConsumer consumer = context.createConsumer(context.createQueue(QUEUE));
                      send(context, "never");
                      map.put("k", Map.of("v", "never"));
                      over.await();
                      assertThatThrownBy(() -> send(context, "late"))
                          .isInstanceOf(HandleClosedException.class);
                      assertThatThrownBy(consumer::receiveNoWait)
                          .isInstanceOf(HandleClosedException.class);
                      assertThatThrownBy(() -> consumer.receive(10))
                          .isInstanceOf(HandleClosedException.class);
                      assertThatThrownBy(() -> map.put("k", Map.of("v", "late")))
                          .isInstanceOf(HandleClosedException.class);
                      assertThatThrownBy(() -> map.get("k"))
                          .isInstanceOf(HandleClosedException.class);
                      return "";
                    }));
    assertTimedOut(thrown);
  }

  @Test
  void whatWasReceivedBeforeTheTimeoutIsNotConsumed() {
    Throwable thrown =
        catchThrowable(
            () ->
                tutti.write(
                    ONE_SECOND,
                    tx -> {
                      JMSContext context = tx.use(events);
                      assertThat(
                              context
                                  .createConsumer(context.createQueue(QUEUE))
                                  .receiveBody(String.class, 500))
                          .isEqualTo("first");
                      over.await();
                      return "";
                    }));
    assertTimedOut(thrown);
  }

  @Test
  void aReceiveThatIsBlockedWhileTheTimeoutPassesEndsAndConsumesNothing() {
    Throwable thrown =
        catchThrowable(
            () ->
                tutti.write(
                    ONE_SECOND,
                    tx -> {
                      JMSContext context = tx.use(events);
                      context
                          .createConsumer(context.createQueue(QUEUE), "colour = 'none'")
                          .receive(60_000);
                      return "";
                    }));
    assertTimedOut(thrown);
  }

  @Test
  void theSameThroughJtaAndTheConnectionFactory() throws Exception {
    tutti.transactionManager().setTransactionTimeout(1);
    try {
      tutti.transactionManager().begin();
      JMSContext context = events.connectionFactory().createContext();
      send(context, "never");
      over.await();
      assertThatThrownBy(() -> send(context, "late")).isInstanceOf(HandleClosedException.class);
      assertThatThrownBy(tutti.transactionManager()::commit).isInstanceOf(RollbackException.class);
    } finally {
      tutti.transactionManager().setTransactionTimeout(0);
    }
  }
}
