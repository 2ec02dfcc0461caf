package dev.tutti.xa.matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** How much of the matrix is run. */
enum Scope {
  /** What every build runs. */
  SELECTED,
  /** {@code -Dtutti.matrix.campaign=true}: each pair, at the points where most can go wrong. */
  CAMPAIGN,
  /** {@code -Dtutti.matrix.full=true}: everything. */
  FULL;

  private static final Set<Point> KEY_POINTS =
      Set.of(Point.BEFORE_PREPARES, Point.UNDECIDED, Point.DECIDED);

  static Scope ofThisRun() {
    return Boolean.getBoolean("tutti.matrix.full")
        ? FULL
        : Boolean.getBoolean("tutti.matrix.campaign") ? CAMPAIGN : SELECTED;
  }

  /** The combinations of which every row is run that this scope has. */
  List<Combination> combinations() {
    List<Combination> combinations = new ArrayList<>(List.of(Combination.all()));
    if (this != SELECTED) {
      combinations.addAll(Combination.pairs());
    }
    combinations.addAll(alone());
    return combinations;
  }

  static List<Combination> alone() {
    return Arrays.stream(Kind.values()).map(Combination::alone).toList();
  }

  /** Whether a fault is tried at a point. */
  boolean has(Fault fault, Point point) {
    if (fault.later() && point != Point.BEFORE_PREPARES && point != Point.DECIDED) {
      return false; // the next call is the vote, or the commit
    }
    return switch (this) {
      case FULL -> true;
      case CAMPAIGN ->
          KEY_POINTS.contains(point)
              && (!fault.killsServer() || point == Point.UNDECIDED || fault.later());
      case SELECTED ->
          switch (fault) {
            case CUT -> point == Point.UNDECIDED || point == Point.BEFORE_PREPARES;
            case CUT_UNNOTICED, REPLY_LOST -> point == Point.DECIDED;
            case SESSIONS_KILLED, SERVER_KILLED -> point == Point.UNDECIDED;
            default -> false;
          };
    };
  }

  /** Whether this process is killed at a point. */
  boolean hasKill(Point point) {
    return this == FULL || (this == CAMPAIGN && KEY_POINTS.contains(point)) || killedAlways(point);
  }

  private static boolean killedAlways(Point point) {
    return point == Point.UNDECIDED || point == Point.DECIDED;
  }
}
