package dev.tutti.xa.kill;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How much of the table is run: {@code -Dtutti.kill.table=selected}, {@code rest} or {@code all}.
 */
enum Share {
  /**
   * What every build runs: one pair at every point where a process is halted, one at every point in
   * process, each other pair at one of both.
   */
  SELECTED,
  /** What the campaign runs: the cells that {@link #SELECTED} leaves out. */
  REST,
  /** What the documentation shows. */
  ALL;

  private static final Pair HALTED_EVERYWHERE = new Pair(Kind.H2, Kind.ARTEMIS, false);
  private static final Pair LOST_EVERYWHERE = new Pair(Kind.H2, Kind.LAST, false);

  static Share ofThisRun() {
    return valueOf(System.getProperty("tutti.kill.table", "selected").toUpperCase(Locale.ROOT));
  }

  /** Whether a cell is in it; the points of the pairs that have one each are spread over all. */
  boolean has(List<Pair> pairs, Pair pair, Point point) {
    if (this == ALL) {
      return true;
    }
    boolean inProcess = point.inProcess();
    List<Point> points =
        Arrays.stream(Point.values())
            .filter(p -> p.inProcess() == inProcess && pair.has(p))
            .toList();
    boolean selected =
        pair.equals(inProcess ? LOST_EVERYWHERE : HALTED_EVERYWHERE)
            || point == points.get(pairs.indexOf(pair) % points.size());
    return selected == (this == SELECTED);
  }
}
