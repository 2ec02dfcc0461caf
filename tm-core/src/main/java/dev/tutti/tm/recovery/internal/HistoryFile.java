package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.json.JsonException;
import dev.tutti.tm.json.JsonText;
import dev.tutti.tm.json.RecordJson;
import dev.tutti.tm.recovery.HistoryEntry;
import dev.tutti.tm.recovery.Resolution;
import dev.tutti.tm.recovery.ResolutionResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What operators decided: a file that only grows, one JSON object in a line, forced before the next
 * step. The first line of a number is the decision, the second what came of it. Thread-safe.
 */
final class HistoryFile {

  private static final Set<Resolution> ENDS =
      Set.of(Resolution.COMMIT, Resolution.ROLLBACK, Resolution.FORGET);

  private final Path file;
  // What was decided last of each transaction, and of which length of the file: nobody else writes.
  private Map<String, HistoryEntry> last = Map.of();
  private long lastSize;

  /** The second line. */
  private record Came(long number, ResolutionResult result) {}

  HistoryFile(Path directory) {
    this.file = directory.resolve("history.jsonl");
  }

  /** Durable when it returns. */
  synchronized HistoryEntry decided(HistoryEntry entry) throws IOException {
    long number = read().stream().mapToLong(HistoryEntry::number).max().orElse(0) + 1;
    HistoryEntry numbered =
        new HistoryEntry(
            number,
            entry.atMillis(),
            entry.who(),
            entry.resolution(),
            entry.subject(),
            entry.reason(),
            entry.forced(),
            entry.before(),
            entry.steps(),
            entry.result());
    append(numbered);
    return numbered;
  }

  /** Durable when it returns. */
  synchronized void came(ResolutionResult result) throws IOException {
    append(new Came(result.number(), result));
  }

  private void append(Record line) throws IOException {
    String text = JsonText.write(RecordJson.toJson(line)) + "\n";
    boolean isNew = !Files.exists(file);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = channel.size();
      // A line that a crash has cut stays as it is: what follows begins on a line of its own.
      ByteBuffer last = ByteBuffer.allocate(1);
      boolean cut = end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
      ByteBuffer bytes =
          ByteBuffer.wrap(((cut ? "\n" : "") + text).getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        end += channel.write(bytes, end);
      }
      channel.force(true);
    }
    if (isNew && file.getParent() != null) {
      forceDirectory(file.getParent());
    }
  }

  private static void forceDirectory(Path directory) throws IOException {
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** What was decided last of a transaction: to commit it, to roll it back, or to forget it. */
  synchronized Optional<HistoryEntry> lastOf(String transactionId) throws IOException {
    long size = Files.exists(file) ? Files.size(file) : 0;
    if (size != lastSize) {
      Map<String, HistoryEntry> found = new HashMap<>();
      read().stream()
          .filter(entry -> ENDS.contains(entry.resolution()))
          .forEach(entry -> found.put(entry.subject(), entry));
      last = found;
      lastSize = size;
    }
    return Optional.ofNullable(last.get(transactionId));
  }

  /** Oldest first; a line that cannot be read is left out. */
  synchronized List<HistoryEntry> read() throws IOException {
    Map<Long, HistoryEntry> entries = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return List.of();
    }
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      try {
        if (JsonText.read(line) instanceof Map<?, ?> map) {
          if (map.containsKey("resolution")) {
            HistoryEntry entry = RecordJson.fromJson(HistoryEntry.class, map);
            entries.put(entry.number(), entry);
          } else {
            Came came = RecordJson.fromJson(Came.class, map);
            entries.computeIfPresent(came.number(), (number, e) -> e.with(came.result()));
          }
        }
      } catch (JsonException e) {
        // Cut by a crash, before anything was done: the decision that it announced did not happen.
      }
    }
    return new ArrayList<>(entries.values());
  }
}
