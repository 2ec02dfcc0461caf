package dev.tutti.tm.recovery;

import java.util.List;

/**
 * A transaction with at least one branch that is not finished. Immutable.
 *
 * @param id the transaction, as receipts and events show it; for a foreign one its gtrid in
 *     hexadecimal
 * @param decided whether the log holds its decision to commit
 * @param branches its branches that are not finished
 */
public record InDoubtTransaction(String id, boolean decided, List<Branch> branches) {

  /**
   * Validates and copies.
   *
   * @param id see the component
   * @param decided see the component
   * @param branches see the component
   */
  public InDoubtTransaction {
    branches = List.copyOf(branches);
  }

  /**
   * Whether a person must act.
   *
   * @return true if any branch does not end by itself, and is not another application's
   */
  public boolean needsOperator() {
    return branches.stream()
        .map(Branch::condition)
        .anyMatch(c -> !c.endsByItself() && c != BranchCondition.FOREIGN);
  }
}
