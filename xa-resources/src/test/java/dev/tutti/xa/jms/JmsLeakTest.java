package dev.tutti.xa.jms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmsLeakTest {

  /** The pools of {@link TcpBroker} grow while it serves; and who waits for the others to end. */
  private static final Pattern BROKER =
      Pattern.compile("tutti-0\\)|activemq-netty-threads|awaitility");

  @TempDir Path directory;

  @Test
  void fiveEmbeddedRoundsLeaveNoThreadAndNoFileElsewhere() throws Exception {
    Set<Thread> before = threads();
    Set<String> files = workingDirectory();
    for (int round = 0; round < 5; round++) {
      JmsResource events = JmsTests.embedded(directory.resolve("data"));
      JmsTests.sendCommitted(events, "round " + round);
      assertThat(JmsTests.contents(events, JmsTests.QUEUE)).hasSize(round + 1);
      events.identity();
      events.close();
      events.close();
      awaitNoneBesides(before);
    }
    assertThat(workingDirectory()).isEqualTo(files);
    try (Stream<Path> there = Files.list(directory)) {
      assertThat(there).containsExactly(directory.resolve("data"));
    }
    assertThat(Files.getPosixFilePermissions(directory.resolve("data"))).hasSize(3);
  }

  @Test
  void aRemoteResourceLeavesNoThread() throws Exception {
    TcpBroker broker = TcpBroker.on(directory.resolve("broker"));
    broker.start();
    try {
      Set<Thread> before = threads();
      for (int round = 0; round < 5; round++) {
        JmsResource events =
            JmsTests.started(
                JmsResource.artemis("events").url(broker.url()).queue(JmsTests.QUEUE).build());
        events.initQueues();
        JmsTests.sendCommitted(events, "one");
        assertThat(events.identity()).isPresent();
        events.close();
      }
      awaitNoneBesides(before);
    } finally {
      broker.stop();
    }
  }

  private static void awaitNoneBesides(Set<Thread> before) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(threads())
                    .filteredOn(t -> !before.contains(t))
                    .extracting(Thread::getName)
                    .filteredOn(name -> !BROKER.matcher(name).find())
                    .isEmpty());
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .collect(Collectors.toSet());
  }

  private static Set<String> workingDirectory() throws Exception {
    try (Stream<Path> files = Files.list(Path.of(""))) {
      return files.map(Path::toString).collect(Collectors.toSet());
    }
  }
}
