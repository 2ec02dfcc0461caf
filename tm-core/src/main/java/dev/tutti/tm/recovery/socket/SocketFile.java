package dev.tutti.tm.recovery.socket;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the socket of a store is. */
final class SocketFile {

  /** The least that a platform takes for a path is 92 bytes (others 104, 108). */
  private static final int LONGEST = 90;

  /** Binds or connects. */
  @FunctionalInterface
  interface Use<T> {
    T at(UnixDomainSocketAddress address) throws IOException;
  }

  private SocketFile() {}

  static Path of(Path store) {
    return store.toAbsolutePath().normalize().resolve("operator.sock");
  }

  /** A path that is too long for a socket is used through a link that is there for a moment. */
  static <T> T use(Path file, Use<T> use) throws IOException {
    Path directory = file.getParent();
    if (directory == null || file.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
      return use.at(UnixDomainSocketAddress.of(file));
    }
    Path own = Files.createTempDirectory("tutti"); // readable by its owner only
    Path link = own.resolve("s");
    try {
      Files.createSymbolicLink(link, directory);
      return use.at(UnixDomainSocketAddress.of(link.resolve(String.valueOf(file.getFileName()))));
    } finally {
      Files.deleteIfExists(link);
      Files.delete(own);
    }
  }
}
