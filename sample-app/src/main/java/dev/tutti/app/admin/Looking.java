package dev.tutti.app.admin;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.Codes;
import dev.tutti.tm.recovery.Explanation;
import dev.tutti.tm.recovery.HistoryEntry;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.Vitals;
import dev.tutti.tm.spi.ResourceUnavailableException;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What can be seen. Nothing here changes anything. */
final class Looking {

  private static final Parameter<Integer> OFFSET =
      Parameter.number("offset", 0, Integer.MAX_VALUE, "how many are left out at first");
  private static final Parameter<Integer> LIMIT =
      Parameter.number("limit", 100, 10_000, "how many at most");
  private static final Parameter<String> FIND =
      Parameter.text("find", "in an id, a source's name or an xid");
  private static final Parameter<Optional<BranchCondition>> STATE =
      Parameter.oneOf("state", BranchCondition.class, "one of /api/conditions");
  private static final Parameter<String> ID =
      Parameter.inPath("id", "its id, or the beginning of it");
  private static final Parameter<String> SUBJECT =
      Parameter.inPath("subject", "a transaction, a hold or a code");
  private static final Parameter<String> ANY_SUBJECT =
      Parameter.needed("subject", "a transaction, a hold or a code");

  private final AdminNode node;
  private final Listing listing;

  Looking(AdminNode node, Listing listing) {
    this.node = node;
    this.listing = listing;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/node", "Who answers for the node, and what has become of it meanwhile")
            .answers(Standing.class, (ctx, who) -> node.standing()),
        Route.get("/api/conditions", "Every state of a branch with its explanation")
            .answers(new TypeReference<List<Condition>>() {}, (ctx, who) -> CONDITIONS),
        Route.get("/api/list", "What is in doubt: the log joined with what every source lists")
            .asks(FIND, STATE, OFFSET, LIMIT)
            .answers(Snapshot.Page.class, (ctx, who) -> list(ctx)),
        Route.get("/api/show/{id}", "One transaction")
            .asks(ID)
            .fails(404)
            .answers(Snapshot.Transaction.class, (ctx, who) -> show(ID.of(ctx))),
        Route.get("/api/explain/{subject}", "Explains a transaction, a hold or a code")
            .asks(SUBJECT)
            .answers(Explained.class, (ctx, who) -> explain(SUBJECT.of(ctx))),
        Route.get("/api/explain", "The same, for a subject of any characters")
            .asks(ANY_SUBJECT)
            .answers(Explained.class, (ctx, who) -> explain(ANY_SUBJECT.of(ctx))),
        Route.get(
                "/api/vitals", "Outcomes, times of phases, health: known already, nobody is asked")
            .answers(Vitals.class, (ctx, who) -> node.ask(admin -> admin.vitals())),
        Route.get("/api/history", "What operators have decided, the newest first")
            .asks(OFFSET, LIMIT)
            .answers(History.class, (ctx, who) -> history(OFFSET.of(ctx), LIMIT.of(ctx))));
  }

  /** Each state, as the one place that decides it explains it. */
  private record Condition(
      BranchCondition name, String explanation, String next, boolean endsByItself, boolean ours) {}

  private static final List<Condition> CONDITIONS =
      Arrays.stream(BranchCondition.values())
          .map(c -> new Condition(c, c.explanation(), c.next(), c.endsByItself(), c.isOurs()))
          .toList();

  private record Explained(Explanation explanation, Optional<InDoubtTransaction> transaction) {}

  private record History(int total, List<HistoryEntry> entries) {}

  private Snapshot.Page list(Context ctx) throws ResourceUnavailableException {
    String find = FIND.of(ctx);
    Optional<BranchCondition> state = STATE.of(ctx);
    int offset = OFFSET.of(ctx);
    int limit = LIMIT.of(ctx);
    return listing.now().page(find, state, offset, limit);
  }

  private Snapshot.Transaction show(String id) throws ResourceUnavailableException {
    InDoubtTransaction found =
        node.ask(admin -> admin.show(id))
            .orElseThrow(
                () ->
                    new Problem(
                        404,
                        ErrorCode.NOT_IN_DOUBT,
                        "it is not in doubt: it is finished everywhere, or was never here",
                        "look at /api/explain/{subject} and /api/history"));
    return Snapshot.Row.of(found).answered();
  }

  private Explained explain(String subject) throws ResourceUnavailableException {
    Optional<Explanation> code = Codes.explain(subject);
    if (code.isPresent()) {
      return new Explained(code.get(), Optional.empty());
    }
    return node.ask(admin -> new Explained(admin.explain(subject), admin.show(subject)));
  }

  private History history(int offset, int limit) throws ResourceUnavailableException {
    List<HistoryEntry> newest = new ArrayList<>(node.ask(admin -> admin.history()));
    Collections.reverse(newest);
    return new History(newest.size(), newest.stream().skip(offset).limit(limit).toList());
  }
}
