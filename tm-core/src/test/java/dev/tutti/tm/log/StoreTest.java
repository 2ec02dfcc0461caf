package dev.tutti.tm.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.testing.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {

  @TempDir Path dir;

  @Test
  void isOfOneProcessAtATime() throws IOException {
    try (Store first = Store.open(dir, "node")) {
      assertThat(first.identity().boot()).isEqualTo(1);
      assertThatThrownBy(() -> Store.open(dir, "node"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("belongs to a process that is running");
    }
    try (Store second = Store.open(dir, "node")) {
      assertThat(second.identity().boot()).isEqualTo(2);
    }
  }

  @Test
  void aRefusedOpeningInThisJvmLeavesItLockedForOtherProcesses() throws IOException {
    try (Store first = Store.open(dir, "node")) {
      assertThatThrownBy(() -> Store.open(dir, "node")).isInstanceOf(StoreException.class);
      ChildJvm.Ended other = ChildJvm.run(Duration.ofSeconds(60), Opener.class, dir.toString());
      assertThat(other.output()).contains("belongs to a process that is running");
      assertThat(first.identity().boot()).isEqualTo(1);
    }
  }

  /** Another process. */
  static final class Opener {
    private Opener() {}

    public static void main(String[] args) throws IOException {
      Store.open(Path.of(args[0]), "node").close();
      System.out.println("opened");
    }
  }

  @Test
  void isOfOneNode() throws IOException {
    Store.open(dir, "mine").close();
    assertThatThrownBy(() -> Store.open(dir, "yours"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("belongs to node 'mine'");
  }

  @Test
  void refusesAnotherVersion() throws IOException {
    Store.open(dir, "node").close();
    Path file = dir.resolve("store.properties");
    Files.writeString(file, Files.readString(file).replace("format=1", "format=2"));
    Map<Path, String> before = contents();
    assertThatThrownBy(() -> Store.open(dir, "node"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("format 2")
        .hasMessageContaining("Run the version that wrote it");
    assertThat(contents()).as("nothing was touched").isEqualTo(before);
  }

  private Map<Path, String> contents() throws IOException {
    Map<Path, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all;
  }

  @Test
  void refusesAJournalWithoutItsOwner() throws IOException {
    Store.open(dir, "node").close();
    Files.delete(dir.resolve("store.properties"));
    assertThatThrownBy(() -> Store.open(dir, "node"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("store.properties is missing");
  }

  @Test
  void isReadableByItsOwnerOnly() throws IOException {
    Store.open(dir.resolve("store"), "node").close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("store"))))
        .isEqualTo("rwx------");
  }

  @Test
  void remembersDurably() throws IOException {
    try (Store store = Store.open(dir, "node")) {
      store.remember("receipts", "orders");
    }
    try (Store store = Store.open(dir, "node")) {
      assertThat(store.remembered("receipts")).isEqualTo(Optional.of("orders"));
    }
  }

  @Test
  void everyNodeIdFitsAnXid() {
    StoreIdentity identity = new StoreIdentity("abcdefghijklmn", StoreIdentity.newId(), 1);
    assertThat(identity.inXid().length()).isLessThanOrEqualTo(28);
  }
}
