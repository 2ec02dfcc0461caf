package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.log.Damage;
import dev.tutti.tm.log.Store;
import dev.tutti.tm.spi.Finding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Looks at the directory that every decision depends on. */
final class StoreCheck {

  private static final int FORCES = 20;
  private static final int PAGE = 4096;

  /** Below that nothing was forced: no disk that keeps what it was given is so fast. */
  private static final long TOO_FAST_NANOS = 5_000;

  private static final long LITTLE = 1L << 30;
  private static final long TOO_LITTLE = 64L << 20;
  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");
  private static final Set<PosixFilePermission> OF_OTHERS =
      Set.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Store store;
  private final Path directory;

  StoreCheck(Store store) {
    this.store = store;
    this.directory = store.directory();
  }

  List<Finding> run() {
    List<Finding> found = new ArrayList<>();
    found.add(
        Finding.pass(
            "identity and lock",
            "node "
                + store.identity().node()
                + ", store "
                + store.identity().storeId()
                + ", start "
                + store.identity().boot()
                + "; locked by this process"));
    try {
      found.add(kind());
      found.add(forces());
      found.add(space(Files.getFileStore(directory).getUsableSpace()));
      found.add(rights());
    } catch (IOException | RuntimeException e) {
      found.add(
          Finding.fail(
              "store directory",
              "cannot be looked at: " + e,
              "let this user read and write " + directory));
    }
    found.add(damages(store.journal().damages()));
    return found;
  }

  private Finding kind() throws IOException {
    String type = Files.getFileStore(directory).type();
    return IN_MEMORY.contains(type)
        ? Finding.fail(
            "file system",
            type + ": it lives in memory, and a restart of the machine loses every decision",
            "move the store to a disk: --data, or the store of the TransactionSystemConfig")
        : Finding.pass("file system", type);
  }

  private Finding forces() throws IOException {
    Path file = Files.createTempFile(directory, "doctor", ".tmp");
    long[] nanos = new long[FORCES];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < FORCES; i++) {
        long from = System.nanoTime();
        channel.write(ByteBuffer.allocate(PAGE), (long) i * PAGE);
        channel.force(true);
        nanos[i] = System.nanoTime() - from;
      }
    } finally {
      Files.delete(file);
    }
    Arrays.sort(nanos);
    String measured =
        String.format(
            Locale.ROOT,
            "%d forced writes: median %.3f ms, slowest %.3f ms",
            FORCES,
            nanos[FORCES / 2] / 1e6,
            nanos[FORCES - 1] / 1e6);
    return nanos[FORCES / 2] < TOO_FAST_NANOS
        ? Finding.warn(
            "fsync",
            measured + ": too fast for a disk that keeps what it was given",
            "see that no layer below (volume, hypervisor, controller) leaves fsync out")
        : Finding.pass("fsync", measured);
  }

  static Finding space(long usable) {
    String measured = (usable >> 20) + " MB free";
    if (usable < TOO_LITTLE) {
      return Finding.fail(
          "space", measured, "free some: a full disk stops every commit (below 64 MB)");
    }
    return usable < LITTLE
        ? Finding.warn("space", measured, "free some: below 1 GB it is time to")
        : Finding.pass("space", measured);
  }

  private Finding rights() throws IOException {
    if (!Files.getFileStore(directory).supportsFileAttributeView("posix")) {
      return Finding.pass("rights", "not of the POSIX kind");
    }
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(directory);
    String measured = PosixFilePermissions.toString(rights);
    return rights.stream().anyMatch(OF_OTHERS::contains)
        ? Finding.warn(
            "rights", measured + ": others may read the log or change it", "chmod 700 " + directory)
        : Finding.pass("rights", measured);
  }

  private static Finding damages(List<Damage> damages) {
    return damages.isEmpty()
        ? Finding.pass("decision log", "every record can be read")
        : Finding.fail(
            "decision log",
            damages.size() + " damaged: " + damages.get(0).what(),
            "recovery explain " + damages.get(0).id());
  }
}
