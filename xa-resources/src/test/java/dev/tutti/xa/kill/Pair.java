package dev.tutti.xa.kill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Two kinds of sources in one write, in the order in which they are asked. */
record Pair(Kind a, Kind b) {

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
        if (bothWays || a.ordinal() <= b.ordinal()) {
          pairs.add(new Pair(a, b));
        }
      }
    }
    XA.forEach(b -> pairs.add(new Pair(Kind.CACHE, b)));
    XA.forEach(a -> pairs.add(new Pair(a, Kind.LAST)));
    pairs.add(new Pair(Kind.CACHE, Kind.LAST));
    return pairs;
  }

  static Pair parse(String text) {
    String[] kinds = text.split("\\+", -1);
    return new Pair(Kind.valueOf(kinds[0]), Kind.valueOf(kinds[1]));
  }

  /** Whether the point is one of this pair's own: a branch of A and one of B to come between. */
  boolean has(Point point) {
    if (point.ofLastResource()) {
      return b == Kind.LAST;
    }
    return !point.between() || (a.isXa() && b != Kind.CACHE);
  }

  @Override
  public String toString() {
    return a + "+" + b;
  }
}
