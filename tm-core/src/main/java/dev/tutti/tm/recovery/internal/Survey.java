package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.log.BranchRecord;
import dev.tutti.tm.log.BranchRecord.Progress;
import dev.tutti.tm.log.DecisionRecord;
import dev.tutti.tm.log.Owner;
import dev.tutti.tm.log.XidKey;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The log joined with what the resources list, with open connections: to look at, or to act on. It
 * grows as they answer. Not thread-safe.
 */
final class Survey implements AutoCloseable {

  /** A branch of a decision in the log that is not done. */
  record Decided(DecisionRecord record, BranchRecord branch, Verdict verdict) {}

  /** A prepared branch that no decision in the log explains. */
  record Undecided(
      String transactionId,
      Optional<Owner> owner,
      String resource,
      XidKey xid,
      Listing listing,
      Verdict verdict) {
    Undecided as(Verdict next) {
      return new Undecided(transactionId, owner, resource, xid, listing, next);
    }
  }

  private final Sources sources;
  private final Verdicts verdicts;
  private final List<DecisionRecord> decisions;
  private final List<Undecided> undecided = new ArrayList<>();
  // Listed, but what nobody decided in the log may be decided by the last resource.
  private final Map<String, Listing> unsettled = new LinkedHashMap<>();

  /** Only decisions that were in the log before the sources were asked may be given. */
  Survey(Sources sources, Verdicts verdicts, List<DecisionRecord> decisions) {
    this.sources = sources;
    this.verdicts = verdicts;
    this.decisions = decisions;
  }

  /**
   * Waits for the next answers.
   *
   * @return false if all are there
   */
  boolean next() {
    if (!sources.next()) {
      return false;
    }
    unsettled.putAll(sources.fresh());
    return true;
  }

  /** The branches that nobody decided in the log, of whom it is known since the last call. */
  List<Undecided> look() {
    if (sources.awaitsLastResource()) {
      return List.of();
    }
    int known = undecided.size();
    unsettled.forEach(this::look);
    unsettled.clear();
    return List.copyOf(undecided.subList(known, undecided.size()));
  }

  /** All that there is to see. */
  Survey complete() {
    while (next()) {
      look();
    }
    return this;
  }

  private void look(String resource, Listing listing) {
    Map<XidKey, Undecided> found = new LinkedHashMap<>();
    Set<String> back = sources.cameBack(resource);
    for (XidKey xid : listing.prepared()) {
      Optional<Owner> owner = Owner.of(xid);
      boolean cameBack = !back.isEmpty() && back.contains(xid.toString());
      verdicts
          .listed(owner, cameBack)
          .ifPresent(verdict -> found.put(xid, row(owner, resource, xid, listing, verdict)));
    }
    if (found.values().stream().noneMatch(u -> u.verdict().condition().isOurs())) {
      undecided.addAll(found.values());
      return;
    }
    // The list is older than the look at the log: a transaction may have ended in between. What is
    // listed again now was left behind by one that is over.
    try {
      Set<XidKey> again = listing.refreshed();
      found.keySet().retainAll(again);
      undecided.addAll(found.values());
    } catch (ResourceUnavailableException e) {
      sources.unreachable().add(resource);
      Verdict waiting = new Verdict(BranchCondition.WAITING, String.valueOf(e.getMessage()));
      found
          .values()
          .forEach(u -> undecided.add(u.verdict().condition().isOurs() ? u.as(waiting) : u));
    }
  }

  private static Undecided row(
      Optional<Owner> owner, String resource, XidKey xid, Listing listing, Verdict verdict) {
    String id =
        owner
            .map(Owner::transactionId)
            .orElseGet(() -> HexFormat.of().formatHex(xid.getGlobalTransactionId()));
    return new Undecided(id, owner, resource, xid, listing, verdict);
  }

  Sources sources() {
    return sources;
  }

  List<DecisionRecord> decisions() {
    return decisions;
  }

  List<Decided> branchesOf(DecisionRecord record) {
    return record.branches().stream()
        .filter(b -> b.progress() != Progress.DONE)
        .map(b -> new Decided(record, b, verdicts.decided(record, b)))
        .toList();
  }

  /** Those that {@link #look} has found. */
  List<Undecided> undecided() {
    return undecided;
  }

  @Override
  public void close() {
    sources.close();
  }
}
