package dev.tutti.xa.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the system says about a process.
 *
 * @param state one letter; {@code Z} is a dead one that nobody has waited for
 * @param start when it started, in ticks since the machine did
 */
record ProcessStat(String state, String start) {

  static Optional<ProcessStat> of(long pid) {
    try {
      String line =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      // The name, in brackets, may hold anything.
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      return Optional.of(new ProcessStat(fields[0], fields[19]));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether a process still runs; a zombie does not. */
  static boolean alive(ProcessHandle handle) {
    return handle.isAlive()
        && of(handle.pid()).map(stat -> !stat.state().matches("[ZX]")).orElse(false);
  }
}
