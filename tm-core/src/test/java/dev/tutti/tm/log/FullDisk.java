package dev.tutti.tm.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.outcome.TransactionSystemException;
import dev.tutti.tm.outcome.TuttiException;
import dev.tutti.tm.spi.Finding;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.SilentResource;
import dev.tutti.tm.testing.SmallDisk;
import dev.tutti.tm.testing.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;

/** What happens on the small disk; its sources are on another one. */
public final class FullDisk {

  /** With their long names a decision is so large that few fill a segment. */
  private static final int SILENT = 40;

  private final Path dir;
  private final Path store;
  private final Path filler;
  private ScriptedResource left;
  private ScriptedResource right;
  private List<SilentResource> silent;

  private FullDisk(Path dir) {
    this.dir = dir;
    this.store = dir.resolve("disk").resolve("log");
    this.filler = dir.resolve("disk").resolve("filler");
    sources();
  }

  /** Takes a scene and the directory that has the disk. */
  public static void main(String[] args) throws Exception {
    FullDisk disk = new FullDisk(Path.of(args[1]));
    switch (args[0]) {
      case "refuses" -> disk.refuses();
      case "starts" -> disk.starts();
      default -> disk.forces();
    }
    System.out.println("played " + args[0]);
  }

  private void sources() {
    left = new ScriptedResource("left", dir.resolve("left"));
    right = new ScriptedResource("right", dir.resolve("right"));
    silent = new ArrayList<>();
    for (int i = 0; i < SILENT; i++) {
      silent.add(new SilentResource("silent-" + i + "-" + "x".repeat(50)));
    }
  }

  private TransactionSystem start() throws IOException {
    sources();
    List<ResourceManager> all = new ArrayList<>(List.of(left, right));
    all.addAll(silent);
    return TransactionSystem.builder(
            TransactionSystemConfig.builder("test", store)
                .recoveryInterval(Duration.ofHours(1))
                .build())
        .resources(all)
        .start();
  }

  private Outcome write(TransactionSystem tutti, String key) {
    return tutti
        .write(
            tx -> {
              tx.use(left).put(key, "l");
              tx.use(right).put(key, "r");
              for (SilentResource each : silent) {
                tx.use(each);
              }
              return "";
            })
        .outcome();
  }

  /** The keys that both have; that one has and the other has not is a failure. */
  private List<String> both() {
    List<String> keys = List.copyOf(left.server().committed().keySet());
    assertThat(right.server().committed().keySet()).containsExactlyInAnyOrderElementsOf(keys);
    return keys;
  }

  private void nothingIsPrepared() {
    assertThat(left.server().prepared()).isEmpty();
    assertThat(right.server().prepared()).isEmpty();
  }

  private void refuses() throws Exception {
    try (TransactionSystem tutti = start()) {
      assertThat(write(tutti, "before")).isEqualTo(Outcome.COMMITTED);
      SmallDisk.fill(filler);
      int written = 0;
      TuttiException refused = null;
      while (refused == null) {
        int number = written;
        refused = catchThrowableOfType(TuttiException.class, () -> write(tutti, "while-" + number));
        written += refused == null ? 1 : 0;
      }
      assertThat(refused).isInstanceOf(RolledBackException.class);
      assertThat(refused.getMessage().lines()).hasSize(1);
      assertThat(refused)
          .hasMessageContaining("the decision log in " + store + " cannot be written (")
          .hasMessageContaining("4096 KiB are needed, 0 KiB are free")
          .hasMessageContaining("Free space or repair the disk; it goes on by itself");
      assertThat(both()).hasSize(1 + written).doesNotContain("while-" + written);
      nothingIsPrepared();
      tutti.recovery().scan();
      assertThat(tutti.recovery().list().transactions()).isEmpty();
      assertThat(tutti.recovery().vitals().log().freeBytes()).contains(0L);
      assertThat(tutti.recovery().health().live().ok()).as("no restart is needed").isTrue();
      assertThat(catchThrowableOfType(TuttiException.class, () -> write(tutti, "again")))
          .isInstanceOf(RolledBackException.class);
      assertThat(store.resolve("store.properties.next")).doesNotExist();

      Files.delete(filler);
      assertThat(write(tutti, "after")).isEqualTo(Outcome.COMMITTED);
      assertThat(both()).hasSize(2 + written).contains("before", "after");
    }
    try (TransactionSystem tutti = start()) {
      assertThat(tutti.recovery().list().transactions()).isEmpty();
      soundLog(tutti);
    }
  }

  private void starts() throws Exception {
    try (TransactionSystem tutti = start()) {
      assertThat(write(tutti, "whole")).isEqualTo(Outcome.COMMITTED);
      right.script().at(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
      right.script().at(Step.OPEN_RECOVERY, Script.fail(XAException.XAER_RMFAIL));
      assertThat(write(tutti, "half")).isEqualTo(Outcome.COMMITTED_PENDING);
    }
    SmallDisk.fill(filler);
    refusedStart();
    // Room for the properties, and none for a segment.
    SmallDisk.giveBack(filler, 64 << 10);
    refusedStart();
    refusedStart();
    assertThat(right.server().prepared()).hasSize(1);
    Files.delete(filler);
    try (TransactionSystem tutti = start()) {
      assertThat(both()).containsExactlyInAnyOrder("whole", "half");
      nothingIsPrepared();
      soundLog(tutti);
    }
  }

  private void refusedStart() throws IOException {
    Map<Path, String> before = contents();
    StoreException refused = catchThrowableOfType(StoreException.class, this::start);
    assertThat(refused.getMessage().lines()).hasSize(1);
    assertThat(refused)
        .hasMessageContaining(store + ": its disk is full (")
        .hasMessageContaining("are needed")
        .hasMessageContaining("every decision is kept: free space on it, and start again");
    assertThat(contents().equals(before)).as("nothing was changed").isTrue();
  }

  /** A doctor that finds every start in the log. */
  private static void soundLog(TransactionSystem tutti) {
    List<Finding> store = tutti.recovery().examine(line -> {}).diagnoses().get(0).findings();
    assertThat(store)
        .filteredOn(f -> f.check().equals("decision log"))
        .extracting(Finding::level, Finding::measured)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Finding.Level.PASS, "every record can be read"));
  }

  private Map<Path, String> contents() throws IOException {
    try (Stream<Path> files = Files.walk(store)) {
      Map<Path, String> all = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).collect(Collectors.toList())) {
        all.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
      }
      return all;
    }
  }

  /** A file system that needs new room for what it overwrites, as those do that keep snapshots. */
  private void forces() throws Exception {
    try (TransactionSystem tutti = start()) {
      assertThat(write(tutti, "before")).isEqualTo(Outcome.COMMITTED);
      takeItsRoomFromTheSegment();
      SmallDisk.fill(filler);
      TuttiException unknown =
          catchThrowableOfType(TuttiException.class, () -> write(tutti, "doubtful"));
      assertThat(unknown)
          .isInstanceOf(TransactionSystemException.class)
          .hasMessageContaining("the decision log in " + store + " cannot be written (")
          .hasMessageContaining("then restart");
      assertThat(unknown.getMessage().lines()).hasSize(1);
      tutti.recovery().scan();
      assertThat(both()).containsExactly("before");
      assertThat(left.server().prepared()).as("nobody decides it now").hasSize(1);
      assertThat(right.server().prepared()).hasSize(1);
      assertThat(tutti.recovery().health().live().reasons())
          .singleElement()
          .asString()
          .contains(store.toString(), "Free space or repair the disk, then restart");
      assertThat(catchThrowableOfType(TuttiException.class, () -> write(tutti, "later")))
          .isInstanceOf(RolledBackException.class)
          .hasMessageContaining("then restart");
    }
    refusedStart();
    Files.delete(filler);
    try (TransactionSystem tutti = start()) {
      assertThat(both()).containsExactly("before");
      nothingIsPrepared();
      soundLog(tutti);
      assertThat(write(tutti, "after")).isEqualTo(Outcome.COMMITTED);
    }
  }

  /** All but the pages that have something in them. */
  private void takeItsRoomFromTheSegment() throws Exception {
    Path segment = JournalReader.segments(store).get(0).file();
    byte[] bytes = Files.readAllBytes(segment);
    int page = 4096;
    int end = bytes.length - page;
    while (bytes[end - 1] == 0) {
      end--;
    }
    int from = (end / page + 1) * page;
    Process process =
        new ProcessBuilder(
                "fallocate",
                "--punch-hole",
                "--offset",
                Integer.toString(from),
                "--length",
                Integer.toString(bytes.length - page - from),
                segment.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
