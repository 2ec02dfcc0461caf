package dev.tutti.app.admin;

import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.Codes;
import dev.tutti.tm.recovery.Explanation;
import dev.tutti.tm.recovery.HistoryEntry;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.spi.ResourceUnavailableException;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be seen. Nothing here changes anything. */
final class Looking {

  private static final int MOST = 10_000;
  private static final int USUAL = 100;

  private final AdminNode node;
  private final Listing listing;

  Looking(AdminNode node, Listing listing) {
    this.node = node;
    this.listing = listing;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/node", Set.of(200), (ctx, who) -> Answers.json(ctx, node.standing())),
        Route.get("/api/conditions", Set.of(200), (ctx, who) -> Answers.json(ctx, CONDITIONS)),
        Route.get("/api/list", Set.of(200, 400, 503), (ctx, who) -> list(ctx)),
        Route.get(
            "/api/show/{id}",
            Set.of(200, 400, 404, 503),
            (ctx, who) -> show(ctx, ctx.pathParam("id"))),
        Route.get(
            "/api/explain/{subject}",
            Set.of(200, 400, 503),
            (ctx, who) -> explain(ctx, ctx.pathParam("subject"))),
        Route.get(
            "/api/explain",
            Set.of(200, 400, 503),
            (ctx, who) -> explain(ctx, query(ctx, "subject", ""))),
        Route.get("/api/vitals", Set.of(200, 503), (ctx, who) -> vitals(ctx)),
        Route.get("/api/history", Set.of(200, 400, 503), (ctx, who) -> history(ctx)));
  }

  /** Each state, as the one place that decides it explains it. */
  private record Condition(
      BranchCondition name, String explanation, String next, boolean endsByItself, boolean ours) {}

  private static final List<Condition> CONDITIONS =
      Arrays.stream(BranchCondition.values())
          .map(c -> new Condition(c, c.explanation(), c.next(), c.endsByItself(), c.isOurs()))
          .toList();

  private record Explained(Explanation explanation, Optional<InDoubtTransaction> transaction) {}

  private record Entries(int total, List<HistoryEntry> entries) {}

  private void list(Context ctx) throws ResourceUnavailableException {
    String state = query(ctx, "state", "");
    Answers.json(
        ctx,
        listing
            .now()
            .page(
                query(ctx, "find", ""),
                state.isEmpty() ? Optional.empty() : Optional.of(condition(state)),
                number(ctx, "offset", 0, Integer.MAX_VALUE),
                number(ctx, "limit", USUAL, MOST)));
  }

  private static BranchCondition condition(String name) {
    return Arrays.stream(BranchCondition.values())
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Problem.badRequest("state is none of /api/conditions"));
  }

  private void show(Context ctx, String id) throws ResourceUnavailableException {
    InDoubtTransaction found =
        node.ask(admin -> admin.show(id))
            .orElseThrow(
                () ->
                    new Problem(
                        404,
                        "not_in_doubt",
                        "it is not in doubt: it is finished everywhere, or was never here",
                        "look at /api/explain/{subject} and /api/history"));
    Answers.json(ctx, Snapshot.Row.of(found).one());
  }

  private void explain(Context ctx, String subject) throws ResourceUnavailableException {
    if (subject.isBlank()) {
      throw Problem.badRequest("subject is missing: a transaction, a hold or a code");
    }
    Optional<Explanation> code = Codes.explain(subject);
    if (code.isPresent()) {
      Answers.json(ctx, new Explained(code.get(), Optional.empty()));
      return;
    }
    Answers.json(
        ctx, node.ask(admin -> new Explained(admin.explain(subject), admin.show(subject))));
  }

  private void vitals(Context ctx) throws ResourceUnavailableException {
    Answers.json(ctx, node.ask(admin -> admin.vitals()));
  }

  private void history(Context ctx) throws ResourceUnavailableException {
    List<HistoryEntry> newest = new ArrayList<>(node.ask(admin -> admin.history()));
    Collections.reverse(newest);
    int offset = number(ctx, "offset", 0, Integer.MAX_VALUE);
    int limit = number(ctx, "limit", USUAL, MOST);
    Answers.json(
        ctx, new Entries(newest.size(), newest.stream().skip(offset).limit(limit).toList()));
  }

  private static String query(Context ctx, String name, String otherwise) {
    String value = ctx.queryParam(name);
    return value == null ? otherwise : value;
  }

  private static int number(Context ctx, String name, int otherwise, int most) {
    String text = query(ctx, name, "");
    try {
      int value = text.isEmpty() ? otherwise : Integer.parseInt(text);
      if (value >= 0 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw Problem.badRequest(name + " is no number from 0 to " + most);
  }
}
