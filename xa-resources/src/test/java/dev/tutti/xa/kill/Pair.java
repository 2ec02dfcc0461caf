package dev.tutti.xa.kill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two kinds of sources in one write, in the order in which they are asked.
 *
 * @param alone without the scripted sources before, between and behind them
 */
record Pair(Kind a, Kind b, boolean alone) {

  private static final String ALONE = " alone";

  private static final List<Kind> XA = Arrays.stream(Kind.values()).filter(Kind::isXa).toList();

  /**
   * Each pair that there is: two caches have nothing to be atomic with, and a transaction takes one
   * last resource.
   *
   * @param bothWays two different kinds of XA sources in the other order too
   */
  static List<Pair> all(boolean bothWays) {
    List<Pair> pairs = new ArrayList<>();
    for (Kind a : XA) {
      for (Kind b : XA) {
        if (bothWays || a.compareTo(b) <= 0) {
          pairs.add(new Pair(a, b, false));
        }
      }
    }
    XA.forEach(b -> pairs.add(new Pair(Kind.CACHE, b, false)));
    for (boolean alone : new boolean[] {false, true}) {
      XA.forEach(a -> pairs.add(new Pair(a, Kind.LAST, alone)));
      pairs.add(new Pair(Kind.CACHE, Kind.LAST, alone));
    }
    return pairs;
  }

  static Pair parse(String text) {
    String[] kinds = text.replace(ALONE, "").split("\\+", -1);
    return new Pair(Kind.valueOf(kinds[0]), Kind.valueOf(kinds[1]), text.endsWith(ALONE));
  }

  /** Whether the point is one of this pair's own: two branches to come between, a last commit. */
  boolean has(Point point) {
    if (point.ofLastResource()) {
      return b == Kind.LAST;
    }
    return !alone && (!point.between() || a.isXa());
  }

  @Override
  public String toString() {
    return a + "+" + b + (alone ? ALONE : "");
  }
}
