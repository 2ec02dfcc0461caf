package dev.tutti.xa.matrix;

import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.Step;

/** The points of the protocol; scripted sources stand before, between and behind the real ones. */
enum Point {
  BEFORE_PREPARES("before the first prepare", false, 0, Step.BEFORE_PREPARE),
  BETWEEN_PREPARES("between the prepares", false, 1, Step.BEFORE_PREPARE),
  UNDECIDED("after the last prepare, before the decision", false, -1, Step.AFTER_PREPARE),
  DECIDED("after the decision, before the first commit", true, 0, Step.BEFORE_COMMIT),
  BETWEEN_COMMITS("between the commits", true, 1, Step.BEFORE_COMMIT),
  COMMITTED("after the last commit, before the record's removal", true, -1, Step.AFTER_COMMIT);

  final String label;

  /** Whether the decision is in the log. */
  final boolean decided;

  private final int trigger;
  private final Step step;

  Point(String label, boolean decided, int trigger, Step step) {
    this.label = label;
    this.decided = decided;
    this.trigger = trigger;
    this.step = step;
  }

  /** Whether the real source of this number has voted. */
  boolean voted(int side) {
    return switch (this) {
      case BEFORE_PREPARES -> false;
      case BETWEEN_PREPARES -> side == 0;
      default -> true;
    };
  }

  /** The next write of the scene does this at the point. */
  void arm(Scene scene, Script.Action action) {
    scene.trigger(trigger).script().once(step, action);
  }
}
