package dev.tutti.xa.jms;

import static dev.tutti.xa.jms.JmsTests.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session belongs to one transaction, from its join to its release. */
class JmsReleaseTest {

  @TempDir Path directory;
  private JmsResource events;

  @BeforeEach
  void start() {
    events =
        JmsTests.started(
            JmsResource.embeddedArtemis("events")
                .directory(directory.resolve("broker"))
                .queue(QUEUE)
                .poolSize(1)
                .build());
  }

  @AfterEach
  void stop() {
    events.close();
  }

  private SessionPool pool() {
    return Objects.requireNonNull(events.pool());
  }

  @Test
  void aLateCancelOrAbortDoesNotHitTheNextUser() throws Exception {
    HandDriven first = HandDriven.begin();
    JmsTests.send(first.join(events), QUEUE, "one");
    first.commit();
    HandDriven next = HandDriven.begin();
    JMSContext context = next.join(events);
    first.cancel();
    first.abort();
    JmsTests.send(context, QUEUE, "two");
    next.commit();
    assertThat(JmsTests.contents(events, QUEUE)).containsExactly("one", "two");
    assertThat(pool().opened()).isEqualTo(1);
  }

  @Test
  void aSessionWhoseTransactionWasCancelledIsNotUsedAgain() throws Exception {
    HandDriven first = HandDriven.begin();
    JMSContext context = first.join(events);
    assertThat(context.createConsumer(context.createQueue(QUEUE)).receiveNoWait()).isNull();
    first.cancel();
    first.rollback();
    assertThat(pool().idle()).isZero();
    JmsTests.sendCommitted(events, "one");
    assertThat(pool().opened()).isEqualTo(2);
  }

  @Test
  void aJoinAfterTheEndGivesItsSessionBack() throws Exception {
    HandDriven late = HandDriven.begin();
    late.over = true;
    assertThatThrownBy(() -> events.join(late)).isInstanceOf(HandleClosedException.class);
    HandDriven broken = HandDriven.begin();
    broken.registrationFails = true;
    assertThatThrownBy(() -> events.join(broken)).hasMessageContaining("says the test");
    JmsTests.sendCommitted(events, "one");
    assertThat(JmsTests.contents(events, QUEUE)).containsExactly("one");
  }

  @Test
  void anInterruptDuringTheWaitIsNotLost() throws Exception {
    HandDriven holder = HandDriven.begin();
    holder.join(events);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> events.join(HandDriven.begin()))
        .isInstanceOf(ResourceUnavailableException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    holder.rollback();
    JmsTests.sendCommitted(events, "one");
  }

  @Test
  void theListingConnectionTellsWhoItIs() throws Exception {
    try (RecoveryConnection recovery = events.openRecovery()) {
      assertThat(recovery.identity()).isPresent().isEqualTo(events.identity());
    }
  }
}
