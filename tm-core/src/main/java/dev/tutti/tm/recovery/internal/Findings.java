package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.log.BranchRecord;
import dev.tutti.tm.log.BranchRecord.Progress;
import dev.tutti.tm.log.DecisionRecord;
import dev.tutti.tm.log.Owner;
import dev.tutti.tm.log.XidKey;
import dev.tutti.tm.recovery.Branch;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.Since;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Branches that are not finished, gathered by transaction. Not thread-safe. */
final class Findings {

  private static final class Entry {
    boolean decided;
    Since since = Since.UNKNOWN;
    final List<String> committed = new ArrayList<>();
    final List<Branch> branches = new ArrayList<>();
  }

  private final Map<String, Entry> byId = new LinkedHashMap<>();
  private String lastReason = "";

  /** Everything that a survey found, as it stands. */
  static Findings of(Survey survey) {
    Findings findings = new Findings();
    for (DecisionRecord record : survey.decisions()) {
      survey.branchesOf(record).forEach(d -> findings.decided(record, d.branch(), d.verdict()));
    }
    survey.undecided().forEach(u -> findings.undecided(u, u.verdict()));
    return findings;
  }

  void decided(DecisionRecord record, BranchRecord branch, Verdict verdict) {
    Entry entry = byId.computeIfAbsent(record.transactionId(), id -> new Entry());
    if (entry.branches.isEmpty()) {
      record.branches().stream()
          .filter(b -> b.progress() == Progress.DONE)
          .forEach(b -> entry.committed.add(b.resource()));
    }
    entry.decided = true;
    entry.since = new Since(record.decidedAtMillis(), true);
    add(entry, branch.resource(), branch.xid(), verdict);
  }

  void undecided(Survey.Undecided branch, Verdict verdict) {
    Entry entry = byId.computeIfAbsent(branch.transactionId(), id -> new Entry());
    Optional<Owner> owner = branch.owner();
    if (!entry.decided && owner.isPresent()) {
      entry.since = new Since(1000 * owner.get().startedAtSecond(), false);
    }
    add(entry, branch.resource(), branch.xid(), verdict);
  }

  String lastReason() {
    return lastReason;
  }

  private void add(Entry entry, String resource, XidKey xid, Verdict verdict) {
    lastReason = verdict.reason();
    entry.branches.add(new Branch(resource, xid.toString(), verdict.condition(), verdict.reason()));
  }

  List<InDoubtTransaction> transactions() {
    List<InDoubtTransaction> all = new ArrayList<>(byId.size());
    byId.forEach(
        (id, e) ->
            all.add(new InDoubtTransaction(id, e.decided, e.since, e.committed, e.branches)));
    return all;
  }
}
