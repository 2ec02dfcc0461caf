package dev.tutti.xa.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What came of each row for each combination, as Markdown. */
final class Matrix {

  private final Map<String, Map<String, List<String>>> cells = new LinkedHashMap<>();
  private final Set<String> columns = new LinkedHashSet<>();

  synchronized void add(String row, Combination column, boolean everywhere, long millis) {
    add(row, column, (everywhere ? "all " : "none ") + millis);
  }

  synchronized void add(String row, Combination column, String outcome) {
    columns.add(column.label());
    cells
        .computeIfAbsent(row, r -> new LinkedHashMap<>())
        .computeIfAbsent(column.label(), c -> new ArrayList<>())
        .add(outcome);
  }

  synchronized void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# What servers and networks may do to a write");
    lines.add("");
    lines.add(
        "As the suite printed it: `all` is committed in every source, `none` in no source, with the"
            + " ms from the moment that everything answered again until recovery had ended"
            + " everything by itself. Where a fault hits one source, there is an outcome for each"
            + " source that was hit, in the order of the column's head. Empty: not in this run, or"
            + " not a row of these sources. In each cell: all-or-nothing over all sources, what the"
            + " caller was told is true, nothing is in doubt and the log is empty at the end, and a"
            + " foreign application's prepared branch in each database and broker is untouched.");
    lines.add("");
    StringBuilder head = new StringBuilder("| |");
    StringBuilder rule = new StringBuilder("|---|");
    for (String column : columns) {
      head.append(' ').append(column).append(" |");
      rule.append("---|");
    }
    lines.add(head.toString());
    lines.add(rule.toString());
    cells.forEach(
        (row, outcomes) -> {
          StringBuilder line = new StringBuilder("| ").append(row).append(" |");
          for (String column : columns) {
            line.append(' ')
                .append(String.join(" · ", outcomes.getOrDefault(column, List.of())))
                .append(" |");
          }
          lines.add(line.toString());
        });
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, lines);
  }
}
