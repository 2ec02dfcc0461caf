package dev.tutti.app.wiring;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** {@code servers.env} in the data directory: the ports of what {@code tutti servers} started. */
final class ServersFile {

  private static final String NAME = "servers.env";

  private ServersFile() {}

  /** What the file says, and the environment over it. */
  static Map<String, String> behindEnvironment(Path data) throws IOException {
    Properties said = new Properties();
    try (Reader reader = Files.newBufferedReader(data.resolve(NAME), StandardCharsets.UTF_8)) {
      said.load(reader);
    } catch (NoSuchFileException e) {
      // Nothing was started here.
    }
    Map<String, String> all = new HashMap<>();
    said.forEach((name, value) -> all.put(name.toString(), value.toString()));
    all.putAll(System.getenv());
    return all;
  }
}
