package dev.tutti.app.admin;

import dev.tutti.tm.recovery.Approval;
import dev.tutti.tm.recovery.Resolution;
import dev.tutti.tm.recovery.ResolutionPlan;
import dev.tutti.tm.recovery.ResolutionResult;
import dev.tutti.tm.spi.ResourceUnavailableException;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What an operator decides: shown first, then confirmed. */
final class Deciding {

  private final AdminNode node;
  private final Listing listing;
  private final Confirmations<ResolutionPlan> plans;

  Deciding(AdminNode node, Listing listing, LongSupplier nanoClock) {
    this.node = node;
    this.listing = listing;
    this.plans = new Confirmations<>(nanoClock);
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/plan", Set.of(200, 400, 503), this::plan),
        Route.post("/api/perform", Set.of(200, 400, 409, 410, 503), this::perform),
        Route.post("/api/accept", Set.of(200, 400, 503), this::accept),
        Route.post("/api/node", Set.of(200, 400, 409, 503), this::hold));
  }

  private record Wish(@Nullable String subject, @Nullable String resolution) {}

  private record Shown(ResolutionPlan plan, @Nullable String confirmation, long validSeconds) {}

  private record Confirmed(
      @Nullable String confirmation, @Nullable String reason, @Nullable Boolean force) {}

  private record Accepted(@Nullable String resource) {}

  private record Hold(@Nullable Boolean hold) {}

  private void plan(Context ctx, Caller caller) throws ResourceUnavailableException {
    Wish wish = Body64k.read(ctx, Wish.class);
    String subject = given("subject", wish.subject());
    Resolution resolution = resolution(given("resolution", wish.resolution()));
    ResolutionPlan plan = node.ask(admin -> admin.plan(subject, resolution));
    boolean possible = plan.refusal().isEmpty() && !plan.isDone();
    Answers.json(
        ctx,
        new Shown(
            plan, possible ? plans.show(plan, caller) : null, Confirmations.VALID.toSeconds()));
  }

  private static Resolution resolution(String name) {
    return Arrays.stream(Resolution.values())
        .filter(r -> r.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> Problem.badRequest("resolution is none of " + List.of(Resolution.values())));
  }

  private void perform(Context ctx, Caller caller) throws ResourceUnavailableException {
    Confirmed confirmed = Body64k.read(ctx, Confirmed.class);
    String code = given("confirmation", confirmed.confirmation());
    String reason = confirmed.reason() == null ? "" : confirmed.reason().strip();
    boolean force = Boolean.TRUE.equals(confirmed.force());
    Approval approval = new Approval(caller.name(), reason, force);
    if (plans.peek(code, caller).mixes() && !force) {
      throw new Problem(
          409,
          "needs_force",
          "the sources could differ afterwards; nothing was done",
          "look at the difference in the plan; if it must be, send force and a reason");
    }
    ResolutionPlan plan = plans.take(code, caller);
    try {
      ResolutionResult result = node.ask(admin -> admin.perform(plan, approval));
      Answers.json(ctx, Map.of("result", result));
    } finally {
      listing.forget();
    }
  }

  private void accept(Context ctx, Caller caller) throws ResourceUnavailableException {
    String resource = given("resource", Body64k.read(ctx, Accepted.class).resource());
    node.ask(
        admin -> {
          admin.acceptIdentity(resource);
          return true;
        });
    listing.forget();
    Answers.json(ctx, Map.of("accepted", resource));
  }

  private void hold(Context ctx, Caller caller) throws Exception {
    Boolean hold = Body64k.read(ctx, Hold.class).hold();
    if (hold == null) {
      throw Problem.badRequest("hold is missing: true or false");
    }
    if (hold) {
      try {
        node.take();
      } catch (java.io.IOException e) {
        throw new Problem(
            409,
            "not_taken",
            String.valueOf(e.getMessage()),
            "the node may be running: look again");
      }
    } else {
      node.release();
    }
    listing.forget();
    Answers.json(ctx, node.standing());
  }

  private static String given(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw Problem.badRequest(field + " is missing");
    }
    return value;
  }
}
