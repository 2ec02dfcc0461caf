package dev.tutti.app.admin;

import dev.tutti.tm.recovery.Approval;
import dev.tutti.tm.recovery.Resolution;
import dev.tutti.tm.recovery.ResolutionPlan;
import dev.tutti.tm.recovery.ResolutionResult;
import dev.tutti.tm.spi.ResourceUnavailableException;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
        Route.post(
                "/api/plan",
                "Step one of a decision: what it would do, and a confirmation for step two")
            .reads(Wish.class)
            .answers(ShownPlan.class, this::plan),
        Route.post("/api/perform", "Step two: does what was shown, once")
            .fails(409, 410)
            .reads(Confirmed.class)
            .answers(Performed.class, this::perform),
        Route.post("/api/accept", "Accepts that a source is another server than before")
            .reads(Accepting.class)
            .answers(Accepted.class, this::accept),
        Route.post("/api/node", "Takes the log of a node that does not run, or lets it go")
            .fails(409)
            .reads(Holding.class)
            .answers(Standing.class, this::hold));
  }

  private record Wish(
      @Field(required = true, says = "a transaction, a hold, a node or a record") String subject,
      @Field(required = true) Resolution resolution) {}

  /** The confirmation is null if nothing is left to confirm: it is refused, or done. */
  private record ShownPlan(ResolutionPlan plan, Optional<String> confirmation, long validSeconds) {}

  private record Confirmed(
      @Field(required = true, says = "of /api/plan") String confirmation,
      @Field(longest = 1000, says = "for the history; required with force") @Nullable String reason,
      @Field(says = "the sources may differ afterwards") @Nullable Boolean force) {}

  private record Performed(ResolutionResult result) {}

  private record Accepting(@Field(required = true, says = "its name") String resource) {}

  private record Accepted(String accepted) {}

  private record Holding(
      @Field(required = true, says = "true takes the log, false lets it go") Boolean hold) {}

  private ShownPlan plan(Context ctx, Caller caller, Wish wish)
      throws ResourceUnavailableException {
    ResolutionPlan plan = node.ask(admin -> admin.plan(wish.subject(), wish.resolution()));
    boolean possible = plan.refusal().isEmpty() && !plan.isDone();
    return new ShownPlan(
        plan,
        possible ? Optional.of(plans.show(plan, caller)) : Optional.empty(),
        Confirmations.VALID.toSeconds());
  }

  private Performed perform(Context ctx, Caller caller, Confirmed confirmed)
      throws ResourceUnavailableException {
    String code = confirmed.confirmation();
    String reason = confirmed.reason() == null ? "" : confirmed.reason().strip();
    boolean force = Boolean.TRUE.equals(confirmed.force());
    Approval approval = new Approval(caller.name(), reason, force);
    if (plans.peek(code, caller).mixes() && !force) {
      throw new Problem(
          409,
          ErrorCode.NEEDS_FORCE,
          "the sources could differ afterwards; nothing was done",
          "look at the difference in the plan; if it must be, send force and a reason");
    }
    ResolutionPlan plan = plans.take(code, caller);
    try {
      return new Performed(node.ask(admin -> admin.perform(plan, approval)));
    } finally {
      listing.forget();
    }
  }

  private Accepted accept(Context ctx, Caller caller, Accepting wanted)
      throws ResourceUnavailableException {
    node.ask(
        admin -> {
          admin.acceptIdentity(wanted.resource());
          return true;
        });
    listing.forget();
    return new Accepted(wanted.resource());
  }

  private Standing hold(Context ctx, Caller caller, Holding wanted) {
    if (wanted.hold()) {
      try {
        node.take();
      } catch (IOException e) {
        throw new Problem(
            409,
            ErrorCode.NOT_TAKEN,
            String.valueOf(e.getMessage()),
            "the node may be running: look again");
      }
    } else {
      node.release();
    }
    listing.forget();
    return node.standing();
  }
}
