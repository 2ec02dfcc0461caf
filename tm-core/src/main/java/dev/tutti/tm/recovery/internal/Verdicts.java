package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.log.BranchRecord;
import dev.tutti.tm.log.BranchRecord.Progress;
import dev.tutti.tm.log.Damage;
import dev.tutti.tm.log.DecisionRecord;
import dev.tutti.tm.log.Journal;
import dev.tutti.tm.log.Owner;
import dev.tutti.tm.log.StoreIdentity;
import dev.tutti.tm.recovery.BranchCondition;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides where a branch stands. It looks only; passes and operators act on what
 * it says.
 */
final class Verdicts {

  private static final String CAME_BACK =
      "it was prepared on this server when that was accepted after a restore: its decision may have"
          + " been carried out and forgotten since the copy was taken. See what the other sources"
          + " hold of it, then resolve it as they did: --commit or --rollback";

  private final StoreIdentity identity;
  private final Journal journal;
  private final Predicate<String> live;
  private final Sources sources;
  private final Witness witness;

  Verdicts(
      StoreIdentity identity,
      Journal journal,
      Predicate<String> live,
      Sources sources,
      Witness witness) {
    this.identity = identity;
    this.journal = journal;
    this.live = live;
    this.sources = sources;
    this.witness = witness;
  }

  /** A branch of a decision in the log, whose second phase is not done. */
  Verdict decided(DecisionRecord record, BranchRecord branch) {
    if (!branch.progress().isOpen()) {
      return heuristic(branch.progress());
    }
    String name = branch.resource();
    String changed = sources.changed().get(name);
    if (changed != null) {
      return new Verdict(BranchCondition.HELD, changed);
    }
    Listing listing = sources.listing(name);
    if (listing == null) {
      return new Verdict(
          BranchCondition.WAITING,
          sources.unreachable().contains(name)
              ? "decided to commit; " + name + " cannot be reached now"
              : "decided to commit, but no resource of this name is configured: add it again");
    }
    Optional<String> witnessed = witness.againstCommit(record, listing.lists(branch.xid()));
    if (witnessed.isPresent()) {
      return new Verdict(BranchCondition.HELD, witnessed.get());
    }
    if (listing.lists(branch.xid())) {
      return new Verdict(BranchCondition.FINISHING, "decided to commit; " + name + " still has it");
    }
    return branch.progress() == Progress.DENIED
        ? heuristic(Progress.HEURISTIC_HAZARD)
        : new Verdict(
            BranchCondition.FINISHING, "no longer listed: it had committed; its record goes next");
  }

  private static Verdict heuristic(Progress progress) {
    String did =
        switch (progress) {
          case HEURISTIC_ROLLBACK -> "it was rolled back (XA_HEURRB)";
          case HEURISTIC_MIXED -> "a part of it was rolled back (XA_HEURMIX)";
          default -> "nobody can say what became of it (XA_HEURHAZ)";
        };
    return new Verdict(BranchCondition.HEURISTIC, "the decision was commit; " + did);
  }

  /**
   * A branch that a resource lists as prepared. Empty if it is not in doubt: its transaction lives,
   * or is decided in the log.
   *
   * @param cameBack whether it was prepared on a server when that was accepted as a restored one
   */
  Optional<Verdict> listed(Optional<Owner> owner, boolean cameBack) {
    if (owner.isEmpty()) {
      return Optional.of(new Verdict(BranchCondition.FOREIGN, "not a transaction of Tutti"));
    }
    String id = owner.get().transactionId();
    // Liveness before the log: a transaction leaves the live ones only after the log has it.
    if (live.test(id) || journal.find(id).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(undecided(owner.get(), cameBack));
  }

  private Verdict undecided(Owner owner, boolean cameBack) {
    if (!owner.node().equals(identity.node())) {
      return new Verdict(BranchCondition.OTHER_NODE, "prepared by node " + owner.node());
    }
    if (!owner.storeId().equals(identity.storeId())) {
      return new Verdict(
          BranchCondition.LOST_NODE,
          "prepared with store "
              + owner.storeId()
              + ", this is store "
              + identity.storeId()
              + ": bring that store back, or adopt it: recovery adopt "
              + owner.node()
              + "-"
              + owner.storeId());
    }
    String held = cameBack ? CAME_BACK : held(owner);
    if (held != null) {
      return new Verdict(BranchCondition.HELD, held);
    }
    return journal
        .damageOf(owner.boot())
        .map(Verdicts::unreadable)
        .orElseGet(
            () ->
                new Verdict(
                    BranchCondition.ORPHAN,
                    sources.lastResource().isPresent()
                        ? "prepared; the row of the last resource decides"
                        : "prepared, but never decided"));
  }

  private @Nullable String held(Owner owner) {
    if (journal.isDoubtful(owner.transactionId())) {
      return "its decision could neither be forced to the log nor voided: repair the disk and"
          + " restart";
    }
    if (owner.boot() > identity.boot()) {
      return "it was prepared by a later start of this store than this one: the store is an older"
          + " copy. Bring the newer one back, or settle the branch by hand";
    }
    return witness.againstRollback(owner.transactionId()).orElse(sources.lastResourceHold());
  }

  private static Verdict unreadable(Damage damage) {
    return new Verdict(
        damage.isWithoutTrace() ? BranchCondition.HELD : BranchCondition.UNREADABLE,
        "the decision log is damaged ("
            + damage.what()
            + ") and could have held its decision: see what the other sources hold, resolve it, then"
            + " release the record: recovery resolve "
            + damage.id()
            + " --release");
  }

  /** After an attempt to end a branch that did not end it. */
  static Verdict after(Listing.Ended ended, BranchCondition before) {
    if (ended instanceof Listing.Ended.Heuristic heuristic) {
      return new Verdict(BranchCondition.HEURISTIC, heuristic.why());
    }
    return new Verdict(before, ended instanceof Listing.Ended.Later later ? later.why() : "");
  }
}
