package dev.tutti.xa.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Ends our servers when this JVM dies in a way that runs no shutdown hook: a shell that reads what
 * we started, and kills it when its input ends.
 */
final class Leash {

  // The start time tells whether the number is still the process that we meant.
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      all=
      while read -r pid start; do all="$all $pid:$start"; done
      for one in $all; do
        stat=$(cat "/proc/${one%:*}/stat" 2>/dev/null) || continue
        set -- ${stat##*) }
        [ "${20}" = "${one#*:}" ] && kill -KILL "${one%:*}"
      done
      """;

  private static Writer shell;

  private Leash() {}

  static synchronized void hold(long pid) {
    try {
      if (shell == null) {
        shell =
            new ProcessBuilder("sh", "-c", SCRIPT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .outputWriter(StandardCharsets.UTF_8);
      }
      shell.write(pid + " " + ProcessStat.of(pid).map(ProcessStat::start).orElse("") + "\n");
      shell.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
