package dev.tutti.tm.recovery;

import java.util.List;

/**
 * Everything in doubt at one moment: the log joined with what every resource lists. Immutable.
 *
 * @param node this node with its store, as it stands in every xid
 * @param next when recovery acts by itself; one phrase
 * @param transactions with at least one branch that is not finished
 * @param holds what else waits for an operator
 * @param unreachable resources that did not answer
 * @param logRecords decisions in the log that are not finished
 * @param live transactions that run in the process
 */
public record RecoveryList(
    String node,
    String next,
    List<InDoubtTransaction> transactions,
    List<Hold> holds,
    List<String> unreachable,
    int logRecords,
    int live) {

  /**
   * Validates and copies.
   *
   * @param node see the component
   * @param next see the component
   * @param transactions see the component
   * @param holds see the component
   * @param unreachable see the component
   * @param logRecords see the component
   * @param live see the component
   */
  public RecoveryList {
    transactions = List.copyOf(transactions);
    holds = List.copyOf(holds);
    unreachable = List.copyOf(unreachable);
  }

  /**
   * Whether anything of this node is in doubt or held.
   *
   * @return false if there are only other nodes' and foreign branches
   */
  public boolean isInDoubt() {
    return !holds.isEmpty() || transactions.stream().anyMatch(InDoubtTransaction::isOurs);
  }
}
