package dev.tutti.xa.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The directory of the shared servers: one for each JVM that lives, empty at its start. */
final class SharedDirectory {

  private static final SharedDirectory OURS = new SharedDirectory();

  private final Path path;
  // Ends with the JVM.
  private final FileLock lock;

  private SharedDirectory() {
    try {
      Files.createDirectories(Binaries.base());
      int number = 1;
      FileLock taken = lock(number);
      while (taken == null) {
        taken = lock(++number);
      }
      lock = taken;
      path = Binaries.base().resolve("shared-" + number);
      Trees.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileLock lock(int number) throws IOException {
    FileChannel channel =
        FileChannel.open(
            Binaries.base().resolve("shared-" + number + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
    }
    return lock;
  }

  static Path path() {
    if (!OURS.lock.isValid()) {
      throw new IllegalStateException("another process may use " + OURS.path);
    }
    return OURS.path;
  }
}
