package dev.tutti.tm.footprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.TransactionContext;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many lives of the system in one JVM, and starts that fail. */
class StartAndStopTest {

  @TempDir Path dir;

  private final Set<Thread> before = threads();

  @Test
  void startsAndStopsTwentyTimesWithDifferentConfigurations() throws Exception {
    Set<String> owners = new HashSet<>();
    for (int round = 0; round < 20; round++) {
      // Every store comes back once, so that second lives are among them.
      String node = "node" + round % 10;
      Path store = dir.resolve("store" + round % 10);
      ScriptedResource[] sources = new ScriptedResource[1 + round % 3];
      for (int i = 0; i < sources.length; i++) {
        sources[i] = new ScriptedResource("s" + i, dir.resolve(node + "s" + i));
      }
      List<String> gtrids = new CopyOnWriteArrayList<>();
      ScriptedResource watched = sources[0];
      watched
          .script()
          .at(
              Step.AFTER_PREPARE,
              () -> watched.server().prepared().forEach(xid -> gtrids.add(gtrid(xid))));
      try (TransactionSystem tutti =
          TransactionSystem.start(
              TransactionSystemConfig.builder(node, store)
                  .timeout(Duration.ofSeconds(1 + round))
                  .recoveryInterval(Duration.ofMillis(100 + 50L * round))
                  .drain(Duration.ofMillis(10 + round))
                  .build(),
              sources)) {
        String key = "r" + round;
        assertThat(
                tutti
                    .write(
                        tx -> {
                          for (ScriptedResource source : sources) {
                            tx.use(source).put(key, node);
                          }
                          return "";
                        })
                    .outcome())
            .isEqualTo(Outcome.COMMITTED);
        assertThat(tutti.nodeId()).startsWith(node + "-");
        String owner = tutti.nodeId();
        assertThat(gtrids).hasSize(sources.length > 1 ? 1 : 0).allMatch(g -> g.endsWith(owner));
        owners.add(owner);
        assertThat(tutti.recovery().scan().isClean()).isTrue();
        for (ScriptedResource source : sources) {
          assertThat(source.server().committed()).containsEntry(key, node);
        }
      }
    }
    assertThat(owners).as("one identity for each store").hasSize(10);
    assertNoThreadIsLeft();
  }

  private static String gtrid(Xid xid) {
    return new String(xid.getGlobalTransactionId(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void aStartThatFailsReleasesEverything() throws Exception {
    TransactionSystemConfig good = TransactionSystemConfig.builder("n", dir.resolve("s")).build();
    assertThatThrownBy(
            () ->
                TransactionSystem.start(
                    TransactionSystemConfig.builder("n", dir.resolve("s"))
                        .receipts("nobody")
                        .build(),
                    new ScriptedResource("a", dir.resolve("a"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("nobody");
    worksNow(good);

    assertThatThrownBy(
            () ->
                TransactionSystem.start(
                    TransactionSystemConfig.builder("n", dir.resolve("s")).receipts("a").build(),
                    new ScriptedResource("a", dir.resolve("a"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cannot keep receipts");
    worksNow(good);

    Failing failing = new Failing();
    assertThatThrownBy(
            () ->
                TransactionSystem.start(good, new ScriptedResource("a", dir.resolve("a")), failing))
        .hasMessageContaining("scripted not to start");
    assertThat(failing.closed).isTrue();
    worksNow(good);

    assertThatThrownBy(
            () ->
                TransactionSystem.start(
                    TransactionSystemConfig.builder("other", dir.resolve("s")).build()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("belongs to node 'n'");
    worksNow(good);

    assertThatThrownBy(
            () ->
                TransactionSystem.start(
                    good,
                    new ScriptedResource("a", dir.resolve("a")),
                    new ScriptedResource("a", dir.resolve("b"))))
        .isInstanceOf(ConfigurationException.class);
    worksNow(good);
    assertNoThreadIsLeft();
  }

  @Test
  void closingTwiceAndFromTwoThreadsIsHarmless() throws Exception {
    TransactionSystem tutti =
        TransactionSystem.start(TransactionSystemConfig.builder("n", dir.resolve("s")).build());
    Thread other = new Thread(tutti::close);
    other.start();
    tutti.close();
    other.join();
    tutti.close();
    assertNoThreadIsLeft();
  }

  @Test
  void aStoreWithoutARightfulPlaceIsOneClearLine() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "not a directory");
    assertThatThrownBy(
            () -> TransactionSystem.start(TransactionSystemConfig.builder("n", file).build()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": the store cannot be opened");
    assertThat(Files.readString(file)).isEqualTo("not a directory");

    Path below = file.resolve("store");
    assertThatThrownBy(
            () -> TransactionSystem.start(TransactionSystemConfig.builder("n", below).build()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(below + ": the store cannot be opened");
    worksNow(TransactionSystemConfig.builder("n", dir.resolve("s")).build());
  }

  @Test
  void damagedStorePropertiesAreOneClearLineAndAreLeftAsTheyAre() throws Exception {
    TransactionSystemConfig config = TransactionSystemConfig.builder("n", dir.resolve("s")).build();
    worksNow(config);
    Path properties = dir.resolve("s").resolve("store.properties");
    String sound = Files.readString(properties);
    for (String damaged :
        List.of(
            sound.replaceAll("(?m)^boot=.*$", "boot=x"),
            sound.replaceAll("(?m)^format=.*$", "format=99"),
            sound.replaceAll("(?m)^store=.*$", ""),
            "\u0000\u0000\u0000",
            "")) {
      Files.writeString(properties, damaged);
      assertThatThrownBy(() -> TransactionSystem.start(config))
          .as(damaged)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(dir.resolve("s").toString());
      assertThat(Files.readString(properties)).isEqualTo(damaged);
    }
    Files.writeString(properties, sound);
    worksNow(config);
  }

  private void worksNow(TransactionSystemConfig config) throws IOException {
    ScriptedResource a = new ScriptedResource("a", dir.resolve("a"));
    try (TransactionSystem tutti = TransactionSystem.start(config, a)) {
      assertThat(
              tutti
                  .write(
                      tx -> {
                        tx.use(a).put("k", "v");
                        return "";
                      })
                  .outcome())
          .isEqualTo(Outcome.COMMITTED);
    }
  }

  private void assertNoThreadIsLeft() {
    await()
        .untilAsserted(
            () ->
                assertThat(threads())
                    .filteredOn(t -> !before.contains(t))
                    .extracting(Thread::getName)
                    .filteredOn(name -> !name.startsWith("awaitility"))
                    .isEmpty());
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .collect(Collectors.toSet());
  }

  private static final class Failing implements ResourceManager {
    private volatile boolean closed;

    @Override
    public String name() {
      return "failing";
    }

    @Override
    public Guarantee guarantee() {
      return Guarantee.VOLATILE;
    }

    @Override
    public void start(TransactionContext context) {
      throw new IllegalStateException("scripted not to start");
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
