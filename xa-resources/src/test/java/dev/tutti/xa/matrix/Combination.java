package dev.tutti.xa.matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sources that are written together, in the order in which they are asked.
 *
 * @param label the head of its column
 * @param sources what and where
 */
record Combination(String label, List<Source> sources) {

  /**
   * One source.
   *
   * @param kind of the server
   * @param place the database or queue there
   */
  record Source(Kind kind, String place) {}

  private static final String ONE = "matrix_a";
  private static final String TWO = "matrix_b";

  /** Where sources may be. */
  static List<String> places() {
    return List.of(ONE, TWO);
  }

  static Combination alone(Kind kind) {
    return new Combination(kind.label, List.of(new Source(kind, ONE)));
  }

  /** Of the same kind: two databases, or queues, on one server. */
  static Combination pair(Kind a, Kind b) {
    return new Combination(
        a == b ? "two on " + a.label : a.label + " + " + b.label,
        List.of(new Source(a, ONE), new Source(b, a == b ? TWO : ONE)));
  }

  /** Two resources of one database or queue. */
  static Combination twice(Kind kind) {
    return new Combination(
        kind.label + " twice", List.of(new Source(kind, ONE), new Source(kind, ONE)));
  }

  static Combination all() {
    return new Combination(
        "all", Arrays.stream(Kind.values()).map(kind -> new Source(kind, ONE)).toList());
  }

  /** The heading of the table that it is a column of. */
  String group() {
    if (sources.size() != 2) {
      return "One source, and all at once";
    }
    if (sources.get(0).equals(sources.get(1))) {
      return "The same database or queue twice";
    }
    return sources.get(0).kind().label + " and another source";
  }

  /** Each two kinds of servers, in one order. */
  static List<Combination> pairs() {
    return everyTwo().stream()
        .filter(
            pair -> pair.sources().stream().noneMatch(source -> source.kind() == Kind.MARIADB_CJ))
        .toList();
  }

  /** Each two kinds and drivers. */
  static List<Combination> everyTwo() {
    List<Combination> pairs = new ArrayList<>();
    for (Kind a : Kind.values()) {
      for (Kind b : Kind.values()) {
        if (a.compareTo(b) <= 0) {
          pairs.add(pair(a, b));
        }
      }
    }
    return pairs;
  }

  @Override
  public String toString() {
    return label;
  }
}
