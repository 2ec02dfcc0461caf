package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.branch.EventHub;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.spi.LastResourceManager;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.TransactionEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The undecided half of a pass: ends prepared branches that this store never decided to commit. */
final class OrphanPass {

  private final EventHub events;
  private final PassReport report;
  private final Sources sources;
  private final Map<String, LastResourceManager.Decision> settled = new HashMap<>();
  private boolean lastIsLost;

  OrphanPass(EventHub events, PassReport report, Sources sources) {
    this.events = events;
    this.report = report;
    this.sources = sources;
  }

  void settle(Survey.Undecided branch) {
    if (branch.verdict().condition() == BranchCondition.ORPHAN) {
      end(branch);
    } else {
      report.left().undecided(branch, branch.verdict());
    }
  }

  /** Ends a branch as the last resource says, or rolls it back; true if it is ended. */
  boolean end(Survey.Undecided branch) {
    LastResourceManager.Decision decision = decision(branch.transactionId());
    if (decision == LastResourceManager.Decision.UNDECIDED) {
      report
          .left()
          .undecided(
              branch,
              new Verdict(
                  BranchCondition.WAITING, "the last resource cannot tell its decision yet"));
      return false;
    }
    boolean commit = decision == LastResourceManager.Decision.COMMITTED;
    Listing listing = branch.listing();
    Listing.Ended ended = commit ? listing.commit(branch.xid()) : listing.rollback(branch.xid());
    if (!(ended instanceof Listing.Ended.Done)) {
      report.left().undecided(branch, Verdicts.after(ended, BranchCondition.ORPHAN));
      return false;
    }
    if (commit) {
      report.committed();
    } else {
      report.rolledBack();
    }
    events.on(
        new TransactionEvent.Recovered(
            branch.transactionId(),
            branch.resource(),
            commit,
            commit ? "the last resource's row says commit" : "prepared, but never decided"));
    return true;
  }

  private LastResourceManager.Decision decision(String id) {
    Optional<LastResourceManager> last = sources.lastResource();
    if (last.isEmpty()) {
      return LastResourceManager.Decision.ABORTED;
    }
    if (lastIsLost || sources.unreachable().contains(last.get().name())) {
      return LastResourceManager.Decision.UNDECIDED;
    }
    return settled.computeIfAbsent(id, key -> ask(last.get(), key));
  }

  private LastResourceManager.Decision ask(LastResourceManager last, String id) {
    try {
      return last.settle(id);
    } catch (ResourceUnavailableException | RuntimeException e) {
      // Each further question could wait as long as this one.
      lastIsLost = e instanceof ResourceUnavailableException;
      report.unreachable(last.name());
      return LastResourceManager.Decision.UNDECIDED;
    }
  }
}
