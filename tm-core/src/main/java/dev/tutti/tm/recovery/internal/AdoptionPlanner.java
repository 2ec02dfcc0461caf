package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.log.Owner;
import dev.tutti.tm.log.XidKey;
import dev.tutti.tm.recovery.Resolution;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Takes over the prepared branches of a node, or of a store, that is gone for good. */
final class AdoptionPlanner {

  private final RecoveryEngine engine;
  private final Survey survey;
  private final String node;

  AdoptionPlanner(RecoveryEngine engine, Survey survey, String node) {
    this.engine = engine;
    this.survey = survey;
    this.node = node;
  }

  Draft plan() {
    Draft draft = new Draft(node, Resolution.ADOPT);
    List<Survey.Undecided> rows =
        survey.undecided().stream()
            .filter(u -> u.owner().filter(this::isNode).isPresent())
            .toList();
    boolean asks = survey.sources().lastResource().isPresent();
    for (Survey.Undecided row : rows) {
      draft.before(
          row.transactionId() + " at " + row.resource() + ": " + row.verdict().condition());
      draft.step(
          (asks ? "end as the row of the last resource says, or roll back " : "roll back ")
              + row.transactionId()
              + " at "
              + row.resource());
    }
    if (rows.isEmpty()) {
      return draft.consequence("no prepared branch of " + node + " is listed by any resource");
    }
    survey
        .sources()
        .unreachable()
        .forEach(name -> draft.consequence(name + " cannot be asked now: adopt again when it is"));
    draft.consequence(
        "only if " + node + " will never run again: while it runs, it finishes them by itself");
    draft.consequence(
        "if its store still exists, start it with that store instead: its log knows the decisions");
    draft.mixes(
        "where "
            + node
            + " had decided to commit and another source has done so, that one keeps"
            + " what these lose: compare the sources for these transactions");
    return draft.action(() -> adopted(rows));
  }

  private boolean isNode(Owner owner) {
    boolean named = node.equals(owner.node()) || node.equals(owner.node() + "-" + owner.storeId());
    String here = engine.store().identity().inXid();
    return named && !here.equals(owner.node() + "-" + owner.storeId());
  }

  private List<Draft.Result> adopted(List<Survey.Undecided> rows) throws IOException {
    requireSilence(rows);
    PassReport report = new PassReport(line -> {});
    OrphanPass pass = new OrphanPass(engine.events(), report, survey.sources());
    List<Draft.Result> results = new ArrayList<>();
    for (Survey.Undecided row : rows) {
      boolean done = pass.end(row);
      results.add(
          new Draft.Result(
              done,
              row.transactionId()
                  + " at "
                  + row.resource()
                  + (done ? ": ended" : ": not yet: " + report.lastReason())));
    }
    return results;
  }

  /** A node that works changes what is prepared from one look to the next. */
  private void requireSilence(List<Survey.Undecided> rows) throws IOException {
    Set<Listing> listings = new LinkedHashSet<>();
    Set<XidKey> before = new LinkedHashSet<>();
    rows.forEach(
        r -> {
          listings.add(r.listing());
          before.add(r.xid());
        });
    Set<XidKey> now = new LinkedHashSet<>();
    try {
      for (Listing listing : listings) {
        listing.refreshed().stream()
            .filter(xid -> Owner.of(xid).filter(this::isNode).isPresent())
            .forEach(now::add);
      }
    } catch (ResourceUnavailableException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (!now.equals(before)) {
      throw new IOException(
          "what "
              + node
              + " has prepared changes while we look: it is alive, and nothing was done");
    }
  }
}
