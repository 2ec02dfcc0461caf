package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.branch.EventHub;
import dev.tutti.tm.log.Journal;
import dev.tutti.tm.log.Owner;
import dev.tutti.tm.log.StoreIdentity;
import dev.tutti.tm.log.XidKey;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.spi.LastResourceManager;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.TransactionEvent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The undecided half of a pass: prepared branches that no decision in the log explains. One is
 * rolled back only if this very store would know of a decision, and no record of it is damaged.
 */
final class OrphanPass {

  private final StoreIdentity identity;
  private final Journal journal;
  private final EventHub events;
  private final PassReport report;
  private final Predicate<String> live;
  private final Optional<LastResourceManager> lastResource;
  private final @Nullable String heldLastResource;
  private boolean lastAnswers;
  private final Map<String, LastResourceManager.Decision> settled = new HashMap<>();

  OrphanPass(
      StoreIdentity identity,
      Journal journal,
      EventHub events,
      PassReport report,
      Predicate<String> live,
      Optional<LastResourceManager> lastResource,
      @Nullable String heldLastResource,
      boolean lastAnswers) {
    this.identity = identity;
    this.journal = journal;
    this.events = events;
    this.report = report;
    this.live = live;
    this.lastResource = lastResource;
    this.heldLastResource = heldLastResource;
    this.lastAnswers = lastAnswers;
  }

  /** Looks at everything that one resource listed. */
  void settle(String resource, Listing listing) {
    Map<XidKey, Owner> orphans = new LinkedHashMap<>();
    for (XidKey xid : listing.prepared()) {
      Optional<Owner> owner = Owner.of(xid);
      if (owner.isEmpty()) {
        leave(xid.toString(), resource, xid, BranchCondition.FOREIGN, "not a transaction of Tutti");
      } else if (isOurs(resource, xid, owner.get())) {
        orphans.put(xid, owner.get());
      }
    }
    if (orphans.isEmpty()) {
      return;
    }
    // The list is older than the look at the log: a transaction may have ended in between. What is
    // listed again now was left behind by one that is over.
    try {
      Set<XidKey> again = listing.refreshed();
      orphans.forEach(
          (xid, owner) -> {
            if (again.contains(xid)) {
              settle(resource, listing, xid, owner);
            }
          });
    } catch (ResourceUnavailableException e) {
      report.unreachable(resource);
      orphans.forEach(
          (xid, owner) ->
              leave(
                  owner.transactionId(),
                  resource,
                  xid,
                  BranchCondition.WAITING,
                  String.valueOf(e.getMessage())));
    }
  }

  /** Whether this very store would know its decision, and does not. */
  private boolean isOurs(String resource, XidKey xid, Owner owner) {
    String id = owner.transactionId();
    if (!owner.node().equals(identity.node())) {
      leave(id, resource, xid, BranchCondition.FOREIGN, "prepared by node " + owner.node());
      return false;
    }
    if (!owner.storeId().equals(identity.storeId())) {
      leave(
          id,
          resource,
          xid,
          BranchCondition.LOST_NODE,
          "prepared with store "
              + owner.storeId()
              + ", this is store "
              + identity.storeId()
              + ": bring that store back, or settle the branch by hand");
      return false;
    }
    // Liveness before the log: a transaction leaves the live ones only after the log has it.
    return !live.test(id) && journal.find(id).isEmpty();
  }

  private void settle(String resource, Listing listing, XidKey xid, Owner owner) {
    Optional<String> hold = hold(owner);
    if (hold.isPresent()) {
      leave(owner.transactionId(), resource, xid, BranchCondition.HELD, hold.get());
      report.held(hold.get());
    } else {
      end(resource, listing, xid, owner.transactionId());
    }
  }

  private Optional<String> hold(Owner owner) {
    if (journal.isDoubtful(owner.transactionId())) {
      return Optional.of(
          "its decision could neither be forced to the log nor voided: repair the disk and restart");
    }
    if (owner.boot() > identity.boot()) {
      return Optional.of(
          "it was prepared by a later start of this store than this one: the store is an older copy."
              + " Bring the newer one back, or settle the branch by hand");
    }
    if (heldLastResource != null) {
      return Optional.of(heldLastResource);
    }
    return journal
        .damageOf(owner.boot())
        .map(
            what ->
                "the decision log is damaged ("
                    + what
                    + ") and could have held its decision: see what the other sources hold, settle"
                    + " it by hand, then release: recovery release-damaged");
  }

  private void end(String resource, Listing listing, XidKey xid, String id) {
    switch (decision(id)) {
      case COMMITTED -> {
        Listing.Ended ended = listing.commit(xid);
        if (ended instanceof Listing.Ended.Done) {
          report.committed();
          recovered(id, resource, true, "the last resource's row says commit");
        } else {
          left(id, resource, xid, ended);
        }
      }
      case ABORTED -> {
        Listing.Ended ended = listing.rollback(xid);
        if (ended instanceof Listing.Ended.Done) {
          report.rolledBack();
          recovered(id, resource, false, "prepared, but never decided");
        } else {
          left(id, resource, xid, ended);
        }
      }
      case UNDECIDED ->
          leave(
              id,
              resource,
              xid,
              BranchCondition.WAITING,
              "the last resource cannot tell its decision yet");
    }
  }

  private void left(String id, String resource, XidKey xid, Listing.Ended ended) {
    if (ended instanceof Listing.Ended.Heuristic heuristic) {
      leave(id, resource, xid, BranchCondition.HEURISTIC, heuristic.why());
    } else if (ended instanceof Listing.Ended.Later later) {
      leave(id, resource, xid, BranchCondition.ORPHAN, later.why());
    }
  }

  private LastResourceManager.Decision decision(String id) {
    if (lastResource.isEmpty()) {
      return LastResourceManager.Decision.ABORTED;
    }
    if (!lastAnswers) {
      return LastResourceManager.Decision.UNDECIDED;
    }
    return settled.computeIfAbsent(id, this::ask);
  }

  private LastResourceManager.Decision ask(String id) {
    try {
      return lastResource.orElseThrow().settle(id);
    } catch (ResourceUnavailableException | RuntimeException e) {
      // Each further question could wait as long as this one.
      lastAnswers = !(e instanceof ResourceUnavailableException);
      report.unreachable(lastResource.orElseThrow().name());
      return LastResourceManager.Decision.UNDECIDED;
    }
  }

  private void recovered(String id, String resource, boolean commit, String how) {
    events.on(new TransactionEvent.Recovered(id, resource, commit, how));
  }

  private void leave(
      String id, String resource, XidKey xid, BranchCondition condition, String reason) {
    report.left(id, false, resource, xid, condition, reason);
  }
}
