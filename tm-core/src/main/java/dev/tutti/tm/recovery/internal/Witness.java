package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.log.BranchRecord;
import dev.tutti.tm.log.BranchRecord.Progress;
import dev.tutti.tm.log.DecisionRecord;
import dev.tutti.tm.log.Journal;
import dev.tutti.tm.recovery.HistoryEntry;
import dev.tutti.tm.recovery.Resolution;
import java.io.IOException;
import java.util.Optional;

/**
 * The history against the log. What an operator decides stands in both, in the history first: where
 * the log does not say the same, its record was damaged or never written, and nothing is concluded.
 */
final class Witness {

  private final HistoryFile history;
  private final Journal journal;

  Witness(HistoryFile history, Journal journal) {
    this.history = history;
    this.journal = journal;
  }

  /**
   * Why a decision to commit that is in the log is not carried out at a branch, and why one that is
   * gone does not count as committed; empty if nothing is said.
   *
   * @param prepared whether the branch is: a rollback has marked every one that was
   */
  Optional<String> againstCommit(DecisionRecord record, boolean prepared) {
    boolean marked =
        record.branches().stream()
            .map(BranchRecord::progress)
            .anyMatch(Progress.HEURISTIC_ROLLBACK::equals);
    return marked && !prepared
        ? Optional.empty()
        : against(record.transactionId(), Resolution.ROLLBACK);
  }

  /** Why what no decision in the log explains is not rolled back; empty if nothing is said. */
  Optional<String> againstRollback(String transactionId) {
    return against(transactionId, Resolution.COMMIT);
  }

  private Optional<String> against(String transactionId, Resolution decided) {
    try {
      return history
          .lastOf(transactionId)
          .filter(entry -> entry.resolution() == decided)
          .map(Witness::sentence);
    } catch (IOException e) {
      // A log without damage says everything by itself.
      return journal.damages().isEmpty()
          ? Optional.empty()
          : Optional.of(
              "the decision log is damaged, and the history, which could tell what an operator"
                  + " decided, cannot be read ("
                  + e
                  + "): make history.jsonl of the store readable, or see what the sources hold, and"
                  + " resolve it");
    }
  }

  private static String sentence(HistoryEntry entry) {
    boolean commit = entry.resolution() == Resolution.COMMIT;
    return "the history says that "
        + entry.who()
        + " decided to "
        + (commit ? "commit it" : "roll it back, with force")
        + " (number "
        + entry.number()
        + "), and the decision log does not show that: its record was damaged, or the process ended"
        + " before it was written. See what the other sources hold of it, then resolve it:"
        + " --commit or --rollback";
  }
}
