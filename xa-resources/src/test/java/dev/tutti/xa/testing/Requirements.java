package dev.tutti.xa.testing;

import java.util.Locale;
import java.util.Optional;
import org.opentest4j.AssertionFailedError;

/** Whether a missing server is an excuse. */
final class Requirements {

  private Requirements() {}

  /** Aborts the test if something is missing; in CI, where nothing may be skipped, fails it. */
  static void check(String server, Optional<String> missing) {
    check(
        server,
        missing,
        nothingMayBeSkipped(System.getenv("TUTTI_REQUIRE_SERVERS"), System.getenv("CI")));
  }

  static void check(String server, Optional<String> missing, boolean required) {
    if (missing.isEmpty()) {
      return;
    }
    String line = server + " cannot run here: " + missing.get();
    if (required) {
      throw new AssertionFailedError(line);
    }
    throw new ServerMissingException(line);
  }

  /** The first says it for this project, and may say no where the second says yes. */
  static boolean nothingMayBeSkipped(String ours, String ci) {
    String word = ours != null ? ours : ci;
    return word != null && !word.isBlank() && !word.toLowerCase(Locale.ROOT).equals("false");
  }

  /** What keeps the binaries in our archives from running at all. */
  static Optional<String> platform() {
    String os = System.getProperty("os.name");
    String arch = System.getProperty("os.arch");
    return os.equals("Linux") && arch.equals("amd64")
        ? Optional.empty()
        : Optional.of("its binaries are for Linux amd64, this is " + os + " " + arch);
  }

  /** What is missing where somebody has left out the test dependency. */
  static Optional<String> archive(String name) {
    return Binaries.present(name)
        ? Optional.empty()
        : Optional.of(name + " is not on the class path; add its jar to the test dependencies");
  }
}
