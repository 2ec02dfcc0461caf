package dev.tutti.app.cli;

import dev.tutti.app.wiring.Session;
import dev.tutti.tm.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {

  private static final String DEFAULT = "embedded";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file (default: config/embedded.yaml of Tutti).")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where the log and the embedded sources are (default: .data in Tutti's sample-app, or"
              + " here; .data-NAME for --config NAME.yaml).")
  private @Nullable Path data;

  @Option(
      names = "--json",
      description = "One JSON object on standard output; everything else on standard error.")
  private boolean json;

  boolean json() {
    return json;
  }

  Path config() {
    Path home = home();
    if (config != null) {
      return config;
    }
    Path directory = home == null ? Path.of("config") : home.resolveSibling("config");
    return directory.resolve(DEFAULT + ".yaml");
  }

  /**
   * Each configuration has one of its own: a log belongs to the sources that it was written for.
   */
  Path data() {
    if (data != null) {
      return data;
    }
    Path home = home();
    String name = (config().getFileName() + "").replaceFirst("\\.ya?ml$", "");
    String directory = name.equals(DEFAULT) ? ".data" : ".data-" + name;
    return home == null ? Path.of(directory) : home.resolve(directory);
  }

  /** The data directory, which only this user may enter; made if it is not there. */
  Path made() {
    Path directory = data();
    makeDirectory(directory);
    return directory;
  }

  Session open() throws IOException {
    Path file = config();
    Path directory = data();
    checkDirectory(directory);
    if (Files.isRegularFile(file)) {
      makeDirectory(directory);
      Logging.configure(file, directory);
    }
    return Session.open(file, directory);
  }

  private static void checkDirectory(Path directory) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new ConfigurationException("--data", directory + " is not a directory; name another");
    }
  }

  private static void makeDirectory(Path directory) {
    checkDirectory(directory);
    try {
      if (!Files.exists(directory)) {
        Files.createDirectories(
            directory.toAbsolutePath(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new ConfigurationException(
          "--data",
          directory + " cannot be made (" + e + "); name a directory that this user may make");
    }
  }

  /** Where the launcher says that the app is. */
  private static @Nullable Path home() {
    String home = System.getProperty("tutti.home");
    return home == null || home.isBlank() ? null : Path.of(home).toAbsolutePath().normalize();
  }
}
