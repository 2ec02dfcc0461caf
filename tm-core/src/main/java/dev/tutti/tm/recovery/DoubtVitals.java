package dev.tutti.tm.recovery;

import java.util.List;

/**
 * What the last recovery pass, or the last {@link RecoveryAdmin#list}, left in doubt. Immutable.
 *
 * @param seenAtMillis when that was; milliseconds since 1970-01-01 UTC, 0 if there was none yet
 * @param transactions of this node that are in doubt
 * @param needOperator those of them that do not end by themselves
 * @param oldestMillis since when the oldest of them is in doubt: since its decision, or since this
 *     process saw it first where it was never decided. Milliseconds until now; 0 if there is none
 * @param branches in each condition, those of other nodes and applications too; only conditions in
 *     which there are any
 */
public record DoubtVitals(
    long seenAtMillis,
    int transactions,
    int needOperator,
    long oldestMillis,
    List<ConditionCount> branches) {

  /**
   * Branches in one condition.
   *
   * @param condition where they stand
   * @param branches how many, at least one
   */
  public record ConditionCount(BranchCondition condition, int branches) {}

  /**
   * Validates and copies.
   *
   * @param seenAtMillis see the component
   * @param transactions see the component
   * @param needOperator see the component
   * @param oldestMillis see the component
   * @param branches see the component
   */
  public DoubtVitals {
    branches = List.copyOf(branches);
  }
}
