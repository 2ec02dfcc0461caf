package dev.tutti.app.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.LogManager;

/** Sends what the libraries log to a file in the data directory. */
final class Logging {

  private static final String FILE = "logging/logging.properties";
  private static final String OFF = ".level = OFF\n";

  private Logging() {}

  /**
   * From {@code logging/logging.properties} beside the configuration; off if it is not there. The
   * data directory exists.
   */
  static void configure(Path config, Path data) throws IOException {
    if (System.getProperty("java.util.logging.config.file") != null) {
      return; // The user's own.
    }
    Path file = config.toAbsolutePath().resolveSibling(FILE);
    String text = OFF;
    if (Files.isReadable(file)) {
      // A percent sign begins a pattern of FileHandler.
      String directory = data.toAbsolutePath().normalize().toString().replace("%", "%%");
      text = Files.readString(file).replace("@data@", directory.replace("\\", "\\\\"));
    }
    LogManager.getLogManager()
        .readConfiguration(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
