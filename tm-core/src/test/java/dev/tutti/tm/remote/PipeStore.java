package dev.tutti.tm.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Values and prepared branches in files; each change is one atomic rename. */
final class PipeStore {

  private final Path directory;

  PipeStore(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory.resolve("prepared"));
    Files.createDirectories(directory.resolve("committed"));
  }

  String identity() throws IOException {
    Path file = directory.resolve("identity");
    if (Files.notExists(file)) {
      replace(file, UUID.randomUUID().toString());
    }
    return Files.readString(file);
  }

  void prepare(String xid, Map<String, String> values) throws IOException {
    List<String> lines = new ArrayList<>();
    values.forEach((key, value) -> lines.add(key + "=" + value));
    replace(directory.resolve("prepared").resolve(xid), String.join("\n", lines));
  }

  /** False if there is no such branch. Done again from the start if it dies in between. */
  boolean commit(String xid) throws IOException {
    Path prepared = directory.resolve("prepared").resolve(xid);
    if (Files.notExists(prepared)) {
      return false;
    }
    for (String line : Files.readAllLines(prepared)) {
      int equals = line.indexOf('=');
      replace(
          directory.resolve("committed").resolve(line.substring(0, equals)),
          line.substring(equals + 1));
    }
    Files.delete(prepared);
    return true;
  }

  boolean rollback(String xid) throws IOException {
    return Files.deleteIfExists(directory.resolve("prepared").resolve(xid));
  }

  List<String> prepared() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("prepared"))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  Map<String, String> committed() throws IOException {
    Map<String, String> values = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory.resolve("committed"))) {
      for (Path file : files.toList()) {
        values.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return values;
  }

  private void replace(Path file, String text) throws IOException {
    Path next = directory.resolve("next");
    Files.write(next, text.getBytes(StandardCharsets.UTF_8));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
