package dev.tutti.app.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the system knows of sockets. */
public final class Sockets {

  private static final String ESTABLISHED = "01";

  private Sockets() {}

  /** How many connections a local server has, of whomever. */
  public static int connectionsTo(int port) throws IOException {
    String local = String.format(Locale.ROOT, ":%04X", port);
    int found = 0;
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table), StandardCharsets.US_ASCII)) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields.length > 3 && fields[1].endsWith(local) && fields[3].equals(ESTABLISHED)) {
          found++;
        }
      }
    }
    return found;
  }

  /** How many sockets this process has open. */
  public static long ofThisProcess() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(Sockets::isSocket).count();
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // Closed meanwhile.
    }
  }
}
