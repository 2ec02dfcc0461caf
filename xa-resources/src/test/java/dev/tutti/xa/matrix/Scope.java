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

  private static final Combination HANGING_ALONE = Combination.alone(Kind.POSTGRESQL);

  private static final Set<Point> KEY_POINTS =
      Set.of(Point.BEFORE_PREPARES, Point.UNDECIDED, Point.DECIDED);

  static Scope ofThisRun() {
    return Boolean.getBoolean("tutti.matrix.full")
        ? FULL
        : Boolean.getBoolean("tutti.matrix.campaign") ? CAMPAIGN : SELECTED;
  }

  /** How this scope is run by itself. */
  String command() {
    return "mvn test -pl tm-core,xa-resources -Dtest='dev/tutti/xa/matrix/FailureMatrixTest'"
        + " -Dsurefire.failIfNoSpecifiedTests=false"
        + switch (this) {
          case SELECTED -> "";
          case CAMPAIGN -> " -Dtutti.matrix.campaign=true";
          case FULL -> " -Dtutti.matrix.full=true";
        };
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

  /** The combinations that are only committed and rolled back; the others are, too. */
  List<Combination> plain() {
    List<Combination> plain = new ArrayList<>(Combination.everyTwo());
    plain.removeAll(combinations());
    for (Kind kind : Kind.values()) {
      plain.add(Combination.twice(kind));
    }
    return plain;
  }

  /** Whether a fault is tried at a point. */
  boolean has(Fault fault, Point point, Combination combination) {
    if (fault.hangs()) {
      return hangs(fault, point, combination);
    }
    if (this != FULL && combination.sources().size() == 1) {
      return false; // it is among all
    }
    if (fault.later() && point != Point.BEFORE_PREPARES && point != Point.DECIDED) {
      return false; // the next call is the vote, or the commit
    }
    return switch (this) {
      case FULL -> true;
      case CAMPAIGN ->
          combination.sources().size() == 2 ? mostGoesWrong(fault, point) : key(fault, point);
      case SELECTED ->
          switch (fault) {
            case CUT -> point == Point.UNDECIDED || point == Point.BEFORE_PREPARES;
            case CUT_UNNOTICED, REPLY_LOST -> point == Point.DECIDED;
            case SESSIONS_KILLED, SERVER_KILLED -> point == Point.UNDECIDED;
            default -> false;
          };
    };
  }

  private static boolean key(Fault fault, Point point) {
    return KEY_POINTS.contains(point)
        && (!fault.killsServer() || point == Point.UNDECIDED || fault.later());
  }

  /** For each pair: next to the decision, or with what is unknown about the vote or the commit. */
  private static boolean mostGoesWrong(Fault fault, Point point) {
    return switch (fault) {
      case CUT_UNNOTICED, SESSIONS_KILLED -> point == Point.UNDECIDED || point == Point.DECIDED;
      case SERVER_KILLED -> point == Point.UNDECIDED;
      case REPLY_LOST_UNNOTICED -> true;
      case SERVER_KILLED_ANSWERING -> point == Point.DECIDED;
      default -> false;
    };
  }

  /** Whether a server of this kind is replaced. */
  boolean replaces(Kind kind) {
    return this != SELECTED || kind == Kind.POSTGRESQL || kind == Kind.ARTEMIS;
  }

  /** Whether one is set back; each build does so in the tests of its dialect. */
  boolean setsBack(Kind kind) {
    return this != SELECTED && kind != Kind.ARTEMIS; // has no position to know it by
  }

  /** The wait for a timeout is long: the call that hangs is the vote, or the commit. */
  private boolean hangs(Fault fault, Point point, Combination combination) {
    if (point != Point.BEFORE_PREPARES && point != Point.DECIDED) {
      return false;
    }
    return switch (this) {
      case FULL -> fault == Fault.FROZEN || combination.sources().size() != 2;
      case CAMPAIGN ->
          fault == Fault.FROZEN
              && (combination.sources().size() > 2 || combination.equals(HANGING_ALONE));
      case SELECTED -> fault == Fault.FROZEN && combination.equals(HANGING_ALONE);
    };
  }

  /** Whether this process is killed at a point. */
  boolean hasKill(Point point, Combination combination) {
    boolean decision = point == Point.UNDECIDED || point == Point.DECIDED;
    return switch (this) {
      case FULL -> true;
      case CAMPAIGN -> combination.sources().size() >= 2 && KEY_POINTS.contains(point);
      case SELECTED -> combination.sources().size() > 2 && decision;
    };
  }
}
