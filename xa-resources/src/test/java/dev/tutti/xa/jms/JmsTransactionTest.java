package dev.tutti.xa.jms;

import static dev.tutti.xa.jms.JmsTests.OTHER;
import static dev.tutti.xa.jms.JmsTests.QUEUE;
import static dev.tutti.xa.jms.JmsTests.contents;
import static dev.tutti.xa.jms.JmsTests.inDoubt;
import static dev.tutti.xa.jms.JmsTests.receive;
import static dev.tutti.xa.jms.JmsTests.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.sync.WriteOptions;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues under the real engine. */
class JmsTransactionTest {

  @TempDir Path directory;
  private JmsResource in;
  private JmsResource out;
  private TransactionSystem tutti;

  @BeforeEach
  void start() throws IOException {
    in = broker("in", QUEUE);
    out = broker("out", OTHER);
    tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("jms", directory.resolve("log")).build(), in, out);
  }

  private JmsResource broker(String name, String queue) {
    return JmsResource.embeddedArtemis(name)
        .directory(directory.resolve(name))
        .queue(queue)
        .build();
  }

  @AfterEach
  void stop() {
    tutti.close();
  }

  @Test
  void movesAMessageFromOneBrokerToAnother() throws Exception {
    tutti.write(
        tx -> {
          send(tx.use(in), QUEUE, "one");
          return null;
        });
    assertThat(
            tutti
                .write(
                    tx -> {
                      send(tx.use(out), OTHER, receive(tx.use(in), QUEUE) + " moved");
                      return null;
                    })
                .outcome())
        .isEqualTo(Outcome.COMMITTED);
    assertThat(contents(in, QUEUE)).isEmpty();
    assertThat(contents(out, OTHER)).containsExactly("one moved");
    assertThat(inDoubt(in)).isEmpty();
    assertThat(inDoubt(out)).isEmpty();
  }

  @Test
  void movesNothingWhenTheWorkFails() throws Exception {
    tutti.write(
        tx -> {
          send(tx.use(in), QUEUE, "one");
          return null;
        });
    assertThatThrownBy(
            () ->
                tutti.write(
                    tx -> {
                      send(tx.use(out), OTHER, receive(tx.use(in), QUEUE));
                      throw new IOException("no");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(contents(in, QUEUE)).containsExactly("one");
    assertThat(contents(out, OTHER)).isEmpty();
  }

  @Test
  void aReceiveThatWaitsTooLongEndsWithItsTransaction() throws Exception {
    assertThatThrownBy(
            () ->
                tutti.write(
                    WriteOptions.none().timeout(Duration.ofSeconds(1)),
                    tx -> {
                      JMSContext context = tx.use(in);
                      send(tx.use(out), OTHER, "never");
                      context.createConsumer(context.createQueue(QUEUE)).receive();
                      return null;
                    }))
        .satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(TransactionTimeoutException.class),
            e ->
                assertThat(e.getSuppressed())
                    .hasAtLeastOneElementOfType(TransactionTimeoutException.class));
    assertThat(contents(out, OTHER)).isEmpty();
  }
}
