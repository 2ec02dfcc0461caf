package dev.tutti.xa.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What came of each row for each combination, as Markdown. */
final class Matrix {

  private static final String ABOUT =
      "`all` is committed in every source, `none` in no source, with the ms from the moment that"
          + " everything answered again until recovery had ended everything by itself. Where a fault"
          + " hits one source, there is an outcome for each source that was hit, in the order of the"
          + " column's head. Empty: not in this run, or not a row of these sources.\n\n"
          + "In each cell: all-or-nothing over all sources, what the caller was told is true,"
          + " nothing is in doubt and the log is empty at the end, and a foreign application's"
          + " prepared branch in each database and broker is untouched. Before, between and behind"
          + " the real sources of a column stand scripted ones, which make the points.";

  private final long from = System.nanoTime();
  private final Map<String, Map<Combination, List<String>>> cells = new LinkedHashMap<>();
  private final Map<String, Set<Combination>> groups = new LinkedHashMap<>();
  private int outcomes;

  synchronized void add(String row, Combination column, boolean everywhere, long millis) {
    add(row, column, (everywhere ? "all " : "none ") + millis);
  }

  synchronized void add(String row, Combination column, String outcome) {
    groups.computeIfAbsent(column.group(), g -> new LinkedHashSet<>()).add(column);
    cells
        .computeIfAbsent(row, r -> new LinkedHashMap<>())
        .computeIfAbsent(column, c -> new ArrayList<>())
        .add(outcome);
    outcomes++;
  }

  /** The whole page. */
  synchronized List<String> page(String command) {
    Duration took = Duration.ofNanos(System.nanoTime() - from);
    List<String> lines = new ArrayList<>();
    lines.add("# What servers and networks may do to a write");
    lines.add("");
    lines.add(
        "As a run printed it (%d tests, %d min, %d cores, Java %s):"
            .formatted(
                outcomes,
                (took.toSeconds() + 30) / 60,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature()));
    lines.add("");
    lines.add("    " + command);
    lines.add("");
    lines.addAll(ABOUT.lines().toList());
    groups.forEach(
        (group, columns) -> {
          lines.add("");
          lines.add("## " + group);
          lines.add("");
          lines.addAll(table(columns));
        });
    return lines;
  }

  private List<String> table(Set<Combination> columns) {
    List<String> lines = new ArrayList<>();
    lines.add(line("", columns.stream().map(Combination::label).toList()));
    lines.add("|---" + "|---".repeat(columns.size()) + "|");
    cells.forEach(
        (row, outcome) -> {
          if (columns.stream().anyMatch(outcome::containsKey)) {
            lines.add(
                line(
                    row,
                    columns.stream()
                        .map(column -> String.join(" · ", outcome.getOrDefault(column, List.of())))
                        .toList()));
          }
        });
    return lines;
  }

  private static String line(String first, List<String> others) {
    return "| " + first + " | " + String.join(" | ", others) + " |";
  }

  synchronized void write(Path file, String command) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, page(command));
  }
}
