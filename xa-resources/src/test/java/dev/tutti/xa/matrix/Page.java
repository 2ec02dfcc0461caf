package dev.tutti.xa.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The cells of a printed page: what came of a row for a column, without the times. */
final class Page {

  private Page() {}

  /** Each cell of one page is in the other, with the same outcomes. */
  static void agree(List<String> part, List<String> whole) {
    assertThat(cells(whole))
        .as("the page in the documentation; a full run prints it anew")
        .containsAllEntriesOf(cells(part));
  }

  private static Map<String, String> cells(List<String> page) {
    Map<String, String> cells = new TreeMap<>();
    List<String> head = List.of();
    for (String line : page) {
      if (line.startsWith("|  |")) {
        head = parts(line);
      } else if (line.startsWith("| ")) {
        List<String> row = parts(line);
        for (int i = 1; i < row.size(); i++) {
          if (!row.get(i).isBlank()) {
            cells.put(head.get(i) + ": " + row.get(0), outcome(row.get(i)));
          }
        }
      }
    }
    return cells;
  }

  private static List<String> parts(String line) {
    return Arrays.stream(line.split("\\|", -1)).skip(1).map(String::strip).toList();
  }

  /** How many round trips a driver makes, and which of them are the pool's, is its own affair. */
  private static String outcome(String cell) {
    return Arrays.stream(cell.split(" · ", -1))
        .map(one -> one.replaceAll(" \\d+", ""))
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
