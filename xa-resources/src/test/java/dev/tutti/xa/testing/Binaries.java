package dev.tutti.xa.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.tukaani.xz.XZInputStream;

/** What is made once for a module: unpacked archives, and data directories to copy. */
final class Binaries {

  /** Makes a directory; it appears under its name only if that returns. */
  interface Maker {
    void make(Path empty) throws IOException;
  }

  private Binaries() {}

  /** Where everything of this fixture is, below the module's target. */
  static Path base() {
    return Path.of(System.getProperty("tutti.servers.dir", "target/servers")).toAbsolutePath();
  }

  static boolean present(String archive) {
    return Binaries.class.getResource("/" + archive) != null;
  }

  /** An archive of the class path, unpacked. */
  static Path unpacked(String name, String archive) {
    return once(
        name,
        into -> {
          List<String> tar = List.of("tar", "-xf", "-", "-C", into.toString());
          List<String> command = archive.endsWith("gz") ? zipped(tar) : tar;
          try (InputStream raw = Binaries.class.getResourceAsStream("/" + archive);
              InputStream input = archive.endsWith("xz") ? new XZInputStream(raw) : raw) {
            Commands.run(command, input).orFail(command);
          }
        });
  }

  private static List<String> zipped(List<String> tar) {
    return List.of(tar.get(0), "-xzf", "-", "-C", tar.get(4));
  }

  /** Made by whoever comes first, of all JVMs that use this directory. */
  static synchronized Path once(String name, Maker maker) {
    Path made = base().resolve(name);
    if (Files.isDirectory(made)) {
      return made;
    }
    try {
      Files.createDirectories(made.getParent());
      Path lock = made.resolveSibling(made.getFileName() + ".lock");
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        if (held.isValid() && !Files.isDirectory(made)) {
          Path half = made.resolveSibling(made.getFileName() + ".half");
          Trees.delete(half);
          Files.createDirectories(half);
          maker.make(half);
          Files.move(half, made, StandardCopyOption.ATOMIC_MOVE);
        }
      }
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
