package dev.tutti.tm.recovery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.recovery.socket.OperatorClient;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.testing.ChildJvm;
import dev.tutti.tm.testing.ScriptedResource;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running node answers its owner, and nobody can hurt it by asking. */
class OperatorSocketTest {

  private static final Approval PLAIN = new Approval("ann", "", false);

  @TempDir Path dir;

  private Path store() {
    return dir.resolve("store");
  }

  private static OperatorClient connect(Path store) throws IOException {
    return OperatorClient.connect(store).orElseThrow();
  }

  @Test
  void anotherProgramIsSeenAndSettledFromOutside() throws Exception {
    assertThat(OperatorClient.connect(store())).as("nobody runs").isEmpty();
    Path output = dir.resolve("output.txt");
    Process program = ChildJvm.start(output, PlainProgram.class, dir.toString());
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.readString(output).contains("in doubt: "));
      OperatorClient client = connect(store());
      assertThat(client.process()).isEqualTo(program.pid());
      assertThat(client.node()).startsWith("test-");

      List<InDoubtTransaction> found = client.list().transactions();
      assertThat(found).hasSize(1);
      String id = found.get(0).id();
      assertThat(Files.readString(output)).contains(id);
      assertThat(client.show(id)).contains(found.get(0));
      assertThat(client.explain(id).choices()).isNotEmpty();
      ResolutionPlan plan = client.plan(id, Resolution.COMMIT);
      assertThat(client.perform(plan, PLAIN).complete()).isTrue();
      assertThat(client.history().get(0).who())
          .as("the platform vouches for the user")
          .contains(System.getProperty("user.name"))
          .contains("ann");
      assertThat(client.scan().isClean()).isTrue();
      assertThat(client.drain(Duration.ZERO, line -> {}).safe()).isTrue();

      program.destroyForcibly();
      program.waitFor();
      assertThat(store().resolve("operator.sock")).as("left behind").exists();
      assertThat(OperatorClient.connect(store())).as("nobody listens").isEmpty();
    } finally {
      program.destroyForcibly();
    }
    try (InDoubt next = new InDoubt(dir)) {
      assertThat(connect(store()).list().isInDoubt()).isFalse();
      assertThat(next.admin().history()).hasSize(1);
    }
    assertThat(store().resolve("operator.sock")).doesNotExist();
  }

  @Test
  void onlyItsOwnerMayAsk() throws Exception {
    try (InDoubt scene = new InDoubt(dir)) {
      Path file = scene.store().resolve("operator.sock");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(scene.store())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aRefusalAndAFailureArriveAsWhatTheyAre() throws Exception {
    try (InDoubt scene = new InDoubt(dir)) {
      String id = scene.decided("a");
      OperatorClient client = connect(store());
      ResolutionPlan plan = client.plan(id, Resolution.ROLLBACK);
      assertThatThrownBy(() -> client.perform(plan, PLAIN))
          .isInstanceOf(ResolutionRefusedException.class)
          .hasMessageContaining("--force");
      assertThatThrownBy(() -> client.acceptIdentity("nobody"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("nobody");
      scene.right.reachable(false);
      assertThatThrownBy(() -> client.acceptIdentity("right"))
          .isInstanceOf(ResourceUnavailableException.class)
          .hasMessage("right: scripted to be unreachable");
    }
  }

  @Test
  void slowAndHostileClientsAreShutOutAndNothingElseSuffers() throws Exception {
    List<SocketChannel> slow = new ArrayList<>();
    try (InDoubt scene = new InDoubt(dir)) {
      for (int i = 0; i < 20; i++) {
        slow.add(raw());
      }
      slow.get(0).write(ByteBuffer.wrap("{\"call\":".getBytes(US_ASCII)));
      assertThat(scene.write("a")).as("the node works").isEqualTo(Outcome.COMMITTED);
      // The patience with each is bounded: then an operator is served again.
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> !connect(store()).list().isInDoubt());
    } finally {
      for (SocketChannel each : slow) {
        each.close();
      }
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("tutti-operator"));
  }

  private SocketChannel raw() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(store().resolve("operator.sock")));
    return channel;
  }

  @Test
  void whatIsNoQuestionIsAnsweredWithALineOrNothing() throws Exception {
    try (InDoubt scene = new InDoubt(dir)) {
      assertThat(say("nonsense\n")).contains("\"failed\":\"WRONG\"");
      assertThat(say("{}\n")).contains("\"failed\":\"WRONG\"");
      assertThat(say("[".repeat(10_000) + "\n")).contains("levels");
      assertThat(say("{\"call\":\"java.lang.Runtime\",\"subject\":\"\",\"millis\":0}\n"))
          .contains("WRONG");
      assertThat(say("x".repeat(1 << 19))).as("longer than any question").isEmpty();
      assertThat(connect(store()).list().isInDoubt()).isFalse();
      assertThat(scene.write("a")).isEqualTo(Outcome.COMMITTED);
    }
  }

  private String say(String question) throws IOException {
    try (SocketChannel channel = raw()) {
      ByteBuffer bytes = ByteBuffer.wrap(question.getBytes(US_ASCII));
      ByteBuffer answer = ByteBuffer.allocate(1 << 16);
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        while (channel.read(answer) >= 0) {
          // To its end.
        }
      } catch (IOException e) {
        // Cut off while it still spoke.
      }
      return new String(answer.array(), 0, answer.position(), US_ASCII);
    }
  }

  @Test
  void aStoreWithALongPathHasASocketToo() throws Exception {
    Path deep = dir.resolve("d".repeat(120));
    Files.createDirectory(deep);
    List<String> before = temporary();
    try (InDoubt scene = new InDoubt(deep)) {
      assertThat(connect(scene.store()).list().transactions()).isEmpty();
    }
    assertThat(temporary()).as("nothing is left beside it").isEqualTo(before);
  }

  private static List<String> temporary() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(f -> String.valueOf(f.getFileName()))
          .filter(name -> name.matches("tutti\\d+"))
          .sorted()
          .toList();
    }
  }

  @Test
  void aDrainRefusesNewWorkWaitsForTheRestAndSaysWhatIsLeft() throws Exception {
    try (InDoubt scene = new InDoubt(dir)) {
      scene.decided("a");
      scene.right.reachable(false);
      DrainReport report = connect(store()).drain(Duration.ZERO, line -> {});
      assertThat(report.safe()).isFalse();
      assertThat(report.left()).anyMatch(line -> line.contains("right cannot be asked"));
      assertThatThrownBy(() -> scene.write("b"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("drained");
      scene.right.reachable(true);
      assertThat(connect(store()).drain(Duration.ofSeconds(10), line -> {}).safe()).isTrue();
    }
  }

  @Test
  void aDrainWaitsForWhatRuns() throws Exception {
    try (InDoubt scene = new InDoubt(dir)) {
      scene.tutti.userTransaction().begin();
      ScriptedResource left = scene.left;
      scene.tutti.current().orElseThrow().use(left).put("k", "v");
      List<String> heard = new java.util.concurrent.CopyOnWriteArrayList<>();
      Thread waiting =
          new Thread(() -> scene.admin().drain(Duration.ofSeconds(60), heard::add), "test-drain");
      waiting.start();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> heard.contains("1 transactions still run"));
      scene.tutti.userTransaction().commit();
      waiting.join(TimeUnit.SECONDS.toMillis(30));
      assertThat(heard).contains("nothing is left");
      assertThat(left.server().committed()).containsEntry("k", "v");
    }
  }
}
