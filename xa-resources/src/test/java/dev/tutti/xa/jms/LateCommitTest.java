package dev.tutti.xa.jms;

import static dev.tutti.xa.jms.JmsTests.QUEUE;
import static dev.tutti.xa.jms.JmsTests.contents;
import static dev.tutti.xa.jms.JmsTests.inDoubt;
import static dev.tutti.xa.jms.JmsTests.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker takes a branch off its list first, and forces the commit later. */
class LateCommitTest {

  private static final Duration SLOW_DISK = Duration.ofSeconds(2);

  @TempDir Path directory;

  @Test
  void aBranchWhoseCommitIsNotForcedYetIsNotTakenForCommitted() throws Exception {
    Path journal = directory.resolve("broker");
    TcpBroker slow = TcpBroker.on(journal, SLOW_DISK);
    slow.start();
    JmsResource events = JmsTests.started(at(slow));
    Path copy = directory.resolve("after the crash");
    try {
      events.initQueues();
      HandDriven tx = HandDriven.begin();
      send(tx.join(events), QUEUE, "one");
      tx.prepare();
      CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> commit(tx));
      Awaitility.await().until(() -> slow.prepared() == 0);
      assertThat(inDoubt(events)).isEmpty();
      // What a crash of the broker would leave at this moment.
      copy(journal, copy);
      commit.join();
    } finally {
      events.close();
      slow.stop();
    }
    TcpBroker restarted = TcpBroker.on(copy);
    restarted.start();
    JmsResource again = JmsTests.started(at(restarted));
    try {
      assertThat(inDoubt(again)).isEmpty();
      assertThat(contents(again, QUEUE)).containsExactly("one");
    } finally {
      again.close();
      restarted.stop();
    }
  }

  private static JmsResource at(TcpBroker broker) {
    return JmsResource.artemis("events")
        .url(broker.url())
        .queue(QUEUE)
        .connectTimeout(Duration.ofSeconds(20))
        .build();
  }

  private static void commit(HandDriven tx) {
    try {
      XAResource resource = tx.resource();
      resource.commit(tx.xid(), false);
    } catch (XAException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
