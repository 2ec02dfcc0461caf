package dev.tutti.xa.jms;

import static dev.tutti.xa.jms.JmsTests.OTHER;
import static dev.tutti.xa.jms.JmsTests.QUEUE;
import static dev.tutti.xa.jms.JmsTests.contents;
import static dev.tutti.xa.jms.JmsTests.inDoubt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.spi.RecoveryConnection;
import jakarta.jms.JMSContext;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process with an embedded broker halts between prepare and commit. */
class HaltedProcessTest {

  private static final int HALTED = 42;

  @TempDir Path directory;

  /** The process that halts. */
  static final class Child {
    public static void main(String[] args) throws Exception {
      JmsResource events = JmsTests.embedded(Path.of(args[0]));
      JmsTests.sendCommitted(events, "consumed", "kept", "unprepared");
      HandDriven committed = begin("committed");
      JMSContext context = committed.join(events);
      JmsTests.receive(context, QUEUE);
      JmsTests.send(context, OTHER, "sent");
      committed.prepare();
      HandDriven rolledBack = begin("rolled back");
      JmsTests.receive(rolledBack.join(events), QUEUE);
      rolledBack.prepare();
      HandDriven unprepared = begin("unprepared");
      context = unprepared.join(events);
      JmsTests.receive(context, QUEUE);
      JmsTests.send(context, OTHER, "never");
      Runtime.getRuntime().halt(HALTED);
    }
  }

  private static HandDriven begin(String xid) {
    return HandDriven.begin(HandDriven.TestXid.named(xid), Duration.ofSeconds(30));
  }

  @Test
  void whatWasPreparedIsEndedByRecoveryAndTheRestNeverWas() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                directory.resolve("broker").toString())
            .redirectErrorStream(true)
            .redirectOutput(new File(directory.toFile(), "child.log"))
            .start();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(HALTED);

    try (JmsResource events = JmsTests.embedded(directory.resolve("broker"))) {
      assertThat(inDoubt(events)).hasSize(2);
      try (RecoveryConnection recovery = events.openRecovery()) {
        recovery.xaResource().commit(HandDriven.TestXid.named("committed"), false);
        recovery.xaResource().rollback(HandDriven.TestXid.named("rolled back"));
      }
      assertThat(inDoubt(events)).isEmpty();
      assertThat(contents(events, QUEUE)).containsExactlyInAnyOrder("kept", "unprepared");
      assertThat(contents(events, OTHER)).containsExactly("sent");
    }
  }
}
