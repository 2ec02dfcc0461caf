package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.branch.EventHub;
import dev.tutti.tm.log.BranchRecord;
import dev.tutti.tm.log.BranchRecord.Progress;
import dev.tutti.tm.log.DecisionRecord;
import dev.tutti.tm.log.Journal;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.spi.TransactionEvent;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;

/** The decided half of a pass: finishes the second phase of decisions in the log. */
final class DecidedPass {

  private final Journal journal;
  private final EventHub events;
  private final PassReport report;
  private final Survey survey;

  DecidedPass(Journal journal, EventHub events, PassReport report, Survey survey) {
    this.journal = journal;
    this.events = events;
    this.report = report;
    this.survey = survey;
  }

  /** Does what can be done with the resources that have answered together. */
  void finish(DecisionRecord record) {
    List<BranchRecord> next = new ArrayList<>(record.branches());
    List<Survey.Decided> left = new ArrayList<>();
    boolean unseen = false;
    for (Survey.Decided decided : survey.branchesOf(record)) {
      if (survey.sources().isNotNow(decided.branch().resource())) {
        unseen = true;
        continue;
      }
      Survey.Decided now = end(decided);
      next.set(next.indexOf(decided.branch()), now.branch());
      if (now.branch().progress() != Progress.DONE) {
        left.add(now);
      }
    }
    DecisionRecord changed = record.with(next);
    if (left.isEmpty() && !unseen) {
      journal.end(record.transactionId());
    } else if (!changed.equals(record)) {
      journal.progress(changed);
    }
    left.forEach(d -> report.left().decided(changed, d.branch(), d.verdict()));
    report.left().progressed(changed);
  }

  private Survey.Decided end(Survey.Decided decided) {
    BranchRecord branch = decided.branch();
    Verdict verdict = decided.verdict();
    if (verdict.condition() != BranchCondition.FINISHING) {
      // A denied branch that is gone is a heuristic from now on, whatever is listed later.
      return verdict.condition() == BranchCondition.HEURISTIC && branch.progress().isOpen()
          ? with(decided, Progress.HEURISTIC_HAZARD, verdict)
          : decided;
    }
    Listing listing = survey.sources().listing(branch.resource());
    if (listing == null || !listing.lists(branch.xid())) {
      return done(decided, "no longer listed: it had committed");
    }
    Listing.Ended ended = listing.commit(branch.xid());
    if (ended instanceof Listing.Ended.Done) {
      return done(decided, "committed now");
    }
    Verdict after = Verdicts.after(ended, BranchCondition.FINISHING);
    if (ended instanceof Listing.Ended.Heuristic heuristic) {
      events.on(
          new TransactionEvent.Held(
              decided.record().transactionId(),
              branch.resource() + " decided by itself (" + heuristic.why() + "): settle it"));
      return with(decided, progress(heuristic.code()), after);
    }
    return with(decided, branch.progress(), after);
  }

  private static Progress progress(int code) {
    return switch (code) {
      case XAException.XA_HEURRB -> Progress.HEURISTIC_ROLLBACK;
      case XAException.XA_HEURMIX -> Progress.HEURISTIC_MIXED;
      default -> Progress.HEURISTIC_HAZARD;
    };
  }

  private static Survey.Decided with(Survey.Decided was, Progress progress, Verdict verdict) {
    return new Survey.Decided(was.record(), was.branch().with(progress), verdict);
  }

  private Survey.Decided done(Survey.Decided decided, String how) {
    report.committed();
    events.on(
        new TransactionEvent.Recovered(
            decided.record().transactionId(), decided.branch().resource(), true, how));
    return with(decided, Progress.DONE, decided.verdict());
  }
}
