package dev.tutti.app.admin;

import dev.tutti.tm.recovery.Branch;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.InDoubtTransaction;
import java.util.List;

/** The state of a transaction: that of its worst branch. */
public final class States {

  private static final List<BranchCondition> WORST =
      List.of(
          BranchCondition.HEURISTIC,
          BranchCondition.UNREADABLE,
          BranchCondition.HELD,
          BranchCondition.LOST_NODE,
          BranchCondition.WAITING,
          BranchCondition.FINISHING,
          BranchCondition.ORPHAN,
          BranchCondition.OTHER_NODE,
          BranchCondition.FOREIGN);

  private States() {}

  /**
   * The state.
   *
   * @param transaction with its branches
   * @return of its worst branch
   */
  public static BranchCondition of(InDoubtTransaction transaction) {
    List<BranchCondition> all = transaction.branches().stream().map(Branch::condition).toList();
    return WORST.stream().filter(all::contains).findFirst().orElse(BranchCondition.HELD);
  }

  /** The worst first. */
  static int rank(BranchCondition condition) {
    return WORST.indexOf(condition);
  }
}
