package dev.tutti.tm.recovery;

import java.util.List;

/**
 * What one recovery pass did and what it left. Immutable.
 *
 * @param committed branches that it committed, or found committed
 * @param rolledBack branches that it rolled back
 * @param remaining transactions that are still not finished
 * @param unreachable resources that did not answer
 * @param held alarms that wait for an operator: damaged records, changed identities
 * @param logRecords decisions still in the log
 */
public record RecoveryReport(
    int committed,
    int rolledBack,
    List<InDoubtTransaction> remaining,
    List<String> unreachable,
    List<String> held,
    int logRecords) {

  /**
   * Validates and copies.
   *
   * @param committed see the component
   * @param rolledBack see the component
   * @param remaining see the component
   * @param unreachable see the component
   * @param held see the component
   * @param logRecords see the component
   */
  public RecoveryReport {
    remaining = List.copyOf(remaining);
    unreachable = List.copyOf(unreachable);
    held = List.copyOf(held);
  }

  /**
   * Whether nothing of ours is left to do.
   *
   * @return true if no branch of this node remains, nothing is held or unreachable and the log is
   *     empty
   */
  public boolean isClean() {
    return held.isEmpty()
        && unreachable.isEmpty()
        && logRecords == 0
        && remaining.stream()
            .flatMap(t -> t.branches().stream())
            .noneMatch(b -> b.condition().isOurs());
  }
}
