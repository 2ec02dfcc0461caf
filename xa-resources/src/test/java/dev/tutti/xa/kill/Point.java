package dev.tutti.xa.kill;

import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.Step;

/**
 * The points of the protocol. The branches are asked in the order t0, A, t1, B, t2, where t0 to t2
 * are scripted; a last resource is asked after them all.
 */
enum Point {
  BEFORE_PREPARES("before the first prepare", false, "-----", 0, Step.BEFORE_PREPARE),
  BETWEEN_PREPARES("between the prepares", false, "pp---", 2, Step.BEFORE_PREPARE),
  UNDECIDED("after the last prepare, before the decision", false, "ppppp", 4, Step.AFTER_PREPARE),
  LAST_COMMITTED(
      "after the last resource's commit, before the log write", true, LastCommit.Fault.HALT),
  DECIDED("after the decision, before the first commit", true, "ppppp", 0, Step.BEFORE_COMMIT),
  BETWEEN_COMMITS("between the commits", true, "ccppp", 2, Step.BEFORE_COMMIT),
  COMMITTED(
      "after the last commit, before the record's removal", true, "ccccc", 4, Step.AFTER_COMMIT),
  LOST_DONE_HALT("reply lost, committed; halt then", true, LastCommit.Fault.DONE_THEN_HALT),
  LOST_NOT_DONE_HALT(
      "reply lost, not committed; halt then", false, LastCommit.Fault.NOT_DONE_THEN_HALT),
  LOST_DONE("reply lost, committed; in process", true, LastCommit.Fault.DONE),
  LOST_NOT_DONE("reply lost, not committed; in process", false, LastCommit.Fault.NOT_DONE),
  REFUSED("last commit refused; in process", false, LastCommit.Fault.REFUSED),
  ERROR("an Error out of the last commit, committed; in process", true, LastCommit.Fault.ERROR),
  LOST_UNNOTICED(
      "reply lost, its session still holds the row; in process",
      false,
      LastCommit.Fault.NOT_DONE_UNNOTICED),
  LOST_DONE_AWAY(
      "reply lost, committed, source away for a while; in process",
      true,
      LastCommit.Fault.DONE_THEN_AWAY),
  LOST_NOT_DONE_AWAY(
      "reply lost, not committed, source away for a while; in process",
      false,
      LastCommit.Fault.NOT_DONE_THEN_AWAY);

  final String label;
  final boolean everywhere;

  /** For t0, A, t1, B, t2 at the halt: p prepared, c committed. */
  final String state;

  private final int trigger;
  private final Step step;
  final LastCommit.Fault fault;

  Point(String label, boolean everywhere, String state, int trigger, Step step) {
    this(label, everywhere, state, trigger, step, LastCommit.Fault.NONE);
  }

  Point(String label, boolean everywhere, LastCommit.Fault fault) {
    this(label, everywhere, "ppppp", -1, Step.START, fault);
  }

  Point(
      String label,
      boolean everywhere,
      String state,
      int trigger,
      Step step,
      LastCommit.Fault fault) {
    this.label = label;
    this.everywhere = everywhere;
    this.state = state;
    this.trigger = trigger;
    this.step = step;
    this.fault = fault;
  }

  boolean inProcess() {
    return compareTo(LOST_DONE) >= 0;
  }

  boolean ofLastResource() {
    return fault != LastCommit.Fault.NONE;
  }

  boolean between() {
    return this == BETWEEN_PREPARES || this == BETWEEN_COMMITS;
  }

  /** Needs t0 to be the first of all: the store of the receipts would come before it. */
  boolean needsTheFirst() {
    return this == BEFORE_PREPARES || this == DECIDED;
  }

  void arm(Scene scene) {
    if (trigger >= 0) {
      ((ScriptedSide) scene.sides().get(trigger)).manager().script().at(step, Script.halt());
    }
  }
}
