package dev.tutti.xa.jms;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One broker for a directory. Artemis locks its journal itself, but waits for that lock for ever:
 * this one says at once who is in the way.
 */
final class DirectoryLock implements AutoCloseable {

  /**
   * What this JVM holds. Looked at before the lock's file is opened: on POSIX, closing any
   * descriptor of a file drops all the locks that its process has on it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path real;
  private final FileChannel channel;

  private DirectoryLock(Path real, FileChannel channel) {
    this.real = real;
    this.channel = channel;
  }

  /**
   * Makes the directory, readable by its owner alone, and locks it.
   *
   * @throws IllegalStateException if another broker has it, or it cannot be written
   */
  static DirectoryLock take(String resource, Path directory) {
    try {
      create(directory);
      Path real = directory.toRealPath();
      if (!HELD.add(real)) {
        throw taken(resource, directory);
      }
      boolean locked = false;
      try {
        DirectoryLock lock = open(resource, directory, real);
        locked = true;
        return lock;
      } finally {
        if (!locked) {
          HELD.remove(real);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          resource + ": " + directory + " cannot be used for the broker's journal: " + e, e);
    }
  }

  private static DirectoryLock open(String resource, Path directory, Path real) throws IOException {
    FileChannel channel =
        FileChannel.open(
            real.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = tryLock(channel) != null;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    if (!locked) {
      throw taken(resource, directory);
    }
    return new DirectoryLock(real, channel);
  }

  private static IllegalStateException taken(String resource, Path directory) {
    return new IllegalStateException(
        resource
            + ": "
            + directory
            + " is used by another broker; stop it, or give this one a directory of its own");
  }

  private static void create(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(directory);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
    } finally {
      HELD.remove(real);
    }
  }
}
