package dev.tutti.xa.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of each point for each pair, as a Markdown table. */
final class KillTable {

  private final List<Pair> pairs;
  private final Map<Point, Map<Pair, String>> cells = new LinkedHashMap<>();

  KillTable(List<Pair> pairs) {
    this.pairs = pairs;
  }

  void add(Point point, Pair pair, long millis) {
    cells
        .computeIfAbsent(point, p -> new LinkedHashMap<>())
        .put(pair, (point.everywhere ? "everywhere" : "nowhere") + ", " + millis);
  }

  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# Halted at each point of the protocol");
    lines.add("");
    lines.add(
        "What a restart made of it by itself, and how many ms the start with its recovery took (in"
            + " process: the one pass). Empty: not a point of this pair, or not in this run.");
    lines.add("");
    StringBuilder head = new StringBuilder("| point |");
    StringBuilder rule = new StringBuilder("|---|");
    for (Pair pair : pairs) {
      head.append(' ').append(pair).append(" |");
      rule.append("---|");
    }
    lines.add(head.toString());
    lines.add(rule.toString());
    for (Point point : Point.values()) {
      StringBuilder row = new StringBuilder("| ").append(point.label).append(" |");
      for (Pair pair : pairs) {
        String cell = cells.getOrDefault(point, Map.of()).getOrDefault(pair, "");
        row.append(' ').append(cell).append(" |");
      }
      lines.add(row.toString());
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, lines);
  }
}
