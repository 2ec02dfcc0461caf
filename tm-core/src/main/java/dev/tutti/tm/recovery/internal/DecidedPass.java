package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.branch.EventHub;
import dev.tutti.tm.log.BranchRecord;
import dev.tutti.tm.log.BranchRecord.Progress;
import dev.tutti.tm.log.DecisionRecord;
import dev.tutti.tm.log.Journal;
import dev.tutti.tm.log.XidKey;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.spi.TransactionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.transaction.xa.XAException;

/** The decided half of a pass: finishes the second phase of every decision in the log. */
final class DecidedPass {

  private final Journal journal;
  private final EventHub events;
  private final PassReport report;
  private final Map<String, Listing> listings;
  private final Map<String, String> heldResources;
  private final Set<String> unreachable;
  private final Set<String> notNow;

  /**
   * Made for the resources that have answered together.
   *
   * @param notNow resources that have not answered yet, or are done with in this pass: nothing is
   *     known of what they list
   */
  DecidedPass(
      Journal journal,
      EventHub events,
      PassReport report,
      Map<String, Listing> listings,
      Map<String, String> heldResources,
      Set<String> unreachable,
      Set<String> notNow) {
    this.journal = journal;
    this.events = events;
    this.report = report;
    this.listings = listings;
    this.heldResources = heldResources;
    this.unreachable = unreachable;
    this.notNow = notNow;
  }

  /** Only decisions that were in the log before the listings were taken may be given. */
  void finish(DecisionRecord record) {
    List<BranchRecord> next = new ArrayList<>();
    boolean changed = false;
    for (BranchRecord branch : record.branches()) {
      Progress progress = branch.progress().isOpen() ? end(record, branch) : branch.progress();
      changed |= progress != branch.progress();
      if (progress != Progress.DONE) {
        next.add(branch.with(progress));
      }
      if (!progress.isOpen() && progress != Progress.DONE) {
        leave(
            record,
            branch,
            BranchCondition.HEURISTIC,
            "the decision was commit; it did " + progress);
      }
    }
    if (next.isEmpty()) {
      journal.end(record.transactionId());
    } else if (changed) {
      journal.progress(record.with(next));
    }
  }

  private Progress end(DecisionRecord record, BranchRecord branch) {
    if (notNow.contains(branch.resource())) {
      return branch.progress();
    }
    String held = heldResources.get(branch.resource());
    if (held != null) {
      leave(record, branch, BranchCondition.HELD, held);
      return branch.progress();
    }
    Listing listing = listings.get(branch.resource());
    if (listing == null) {
      leave(
          record,
          branch,
          BranchCondition.WAITING,
          unreachable.contains(branch.resource())
              ? "decided to commit; " + branch.resource() + " cannot be reached now"
              : "decided to commit, but no resource of this name is configured: add it again");
      return branch.progress();
    }
    XidKey xid = branch.xid();
    if (!listing.lists(xid)) {
      return absent(record, branch);
    }
    Listing.Ended ended = listing.commit(xid);
    if (ended instanceof Listing.Ended.Heuristic heuristic) {
      events.on(
          new TransactionEvent.Held(
              record.transactionId(),
              branch.resource() + " decided by itself (" + heuristic.why() + "): settle it"));
      return heuristic.code() == XAException.XA_HEURRB
          ? Progress.HEURISTIC_ROLLBACK
          : heuristic.code() == XAException.XA_HEURMIX
              ? Progress.HEURISTIC_MIXED
              : Progress.HEURISTIC_HAZARD;
    }
    if (ended instanceof Listing.Ended.Later later) {
      leave(record, branch, BranchCondition.FINISHING, "decided to commit; " + later.why());
      return branch.progress();
    }
    return done(record, branch, "committed now");
  }

  private Progress absent(DecisionRecord record, BranchRecord branch) {
    return branch.progress() == Progress.DENIED
        ? Progress.HEURISTIC_HAZARD
        : done(record, branch, "no longer listed: it had committed");
  }

  private Progress done(DecisionRecord record, BranchRecord branch, String how) {
    report.committed();
    events.on(new TransactionEvent.Recovered(record.transactionId(), branch.resource(), true, how));
    return Progress.DONE;
  }

  private void leave(
      DecisionRecord record, BranchRecord branch, BranchCondition condition, String reason) {
    report.left(record.transactionId(), true, branch.resource(), branch.xid(), condition, reason);
  }
}
