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

  private record Place(String resource, XidKey xid) {}

  private static final class Entry {
    boolean decided;
    Since since = Since.UNKNOWN;
    final List<String> committed = new ArrayList<>();
    // By resource and branch: what is said last of one holds.
    final Map<Place, Branch> branches = new LinkedHashMap<>(2);
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
    committed(entry, record);
    entry.decided = true;
    entry.since = new Since(record.decidedAtMillis(), true);
    add(entry, branch.resource(), branch.xid(), verdict);
  }

  /** A decision of which more is done than was said before. */
  void progressed(DecisionRecord record) {
    Entry entry = byId.get(record.transactionId());
    if (entry != null) {
      committed(entry, record);
    }
  }

  private static void committed(Entry entry, DecisionRecord record) {
    entry.committed.clear();
    record.branches().stream()
        .filter(b -> b.progress() == Progress.DONE)
        .forEach(b -> entry.committed.add(b.resource()));
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
    entry.branches.put(
        new Place(resource, xid),
        new Branch(resource, xid.toString(), verdict.condition(), verdict.reason()));
  }

  List<InDoubtTransaction> transactions() {
    List<InDoubtTransaction> all = new ArrayList<>(byId.size());
    byId.forEach(
        (id, e) ->
            all.add(
                new InDoubtTransaction(
                    id, e.decided, e.since, e.committed, List.copyOf(e.branches.values()))));
    return all;
  }
}
