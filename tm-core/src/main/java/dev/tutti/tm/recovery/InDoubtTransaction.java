package dev.tutti.tm.recovery;

import java.util.List;

/**
 * A transaction with at least one branch that is not finished. Immutable.
 *
 * @param id the transaction, as receipts and events show it; for a foreign one its gtrid in
 *     hexadecimal
 * @param decided whether the log holds its decision to commit
 * @param since since when
 * @param committed the resources that are known to have committed their branch
 * @param branches its branches that are not finished
 */
public record InDoubtTransaction(
    String id, boolean decided, Since since, List<String> committed, List<Branch> branches) {

  /**
   * Validates and copies.
   *
   * @param id see the component
   * @param decided see the component
   * @param since see the component
   * @param committed see the component
   * @param branches see the component
   */
  public InDoubtTransaction {
    committed = List.copyOf(committed);
    branches = List.copyOf(branches);
  }

  /**
   * Whether a person must act.
   *
   * @return true if any branch is this node's and does not end by itself
   */
  public boolean needsOperator() {
    return branches.stream().map(Branch::condition).anyMatch(c -> !c.endsByItself() && c.isOurs());
  }

  /**
   * Whether any branch is this node's to care for.
   *
   * @return false for another node's and another application's
   */
  public boolean isOurs() {
    return branches.stream().anyMatch(b -> b.condition().isOurs());
  }
}
