package dev.tutti.app.admin;

import dev.tutti.tm.recovery.DoctorReport;
import dev.tutti.tm.recovery.DrainReport;
import dev.tutti.tm.recovery.RecoveryReport;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What takes a while: started, and looked at meanwhile. */
final class Working implements AutoCloseable {

  private static final int LONGEST_DRAIN_SECONDS = 86_400;
  private static final int USUAL_DRAIN_SECONDS = 60;
  private static final List<String> OF_A_DRAIN =
      List.of(
          "new transactions on this node are refused, until its process is started again",
          "those that run are waited for, as long as you say",
          "what is in doubt is finished where it can be",
          "then it says whether this node and its store may be deleted");

  private final AdminNode node;
  private final Listing listing;
  private final Confirmations<List<String>> drains;
  private final Job<DoctorReport> doctor = new Job<>("doctor");
  private final Job<RecoveryReport> scan = new Job<>("scan");
  private final Job<DrainReport> drain = new Job<>("drain");

  Working(AdminNode node, Listing listing, LongSupplier nanoClock) {
    this.node = node;
    this.listing = listing;
    this.drains = new Confirmations<>(nanoClock);
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/doctor", Set.of(202, 409), (ctx, who) -> doctor(ctx)),
        Route.get("/api/doctor", Set.of(200), (ctx, who) -> Answers.json(ctx, doctor.view())),
        Route.post("/api/scan", Set.of(202, 409), (ctx, who) -> scan(ctx)),
        Route.get("/api/scan", Set.of(200), (ctx, who) -> Answers.json(ctx, scan.view())),
        Route.post("/api/drain/plan", Set.of(200), this::planDrain),
        Route.post("/api/drain", Set.of(202, 400, 409, 410), this::drain),
        Route.get("/api/drain", Set.of(200), (ctx, who) -> Answers.json(ctx, drain.view())));
  }

  private record Shown(List<String> consequences, String confirmation, long validSeconds) {}

  private record Confirmed(@Nullable String confirmation, @Nullable Integer waitSeconds) {}

  private void doctor(Context ctx) {
    Answers.json(ctx, 202, doctor.start(progress -> node.ask(admin -> admin.examine(progress))));
  }

  private void scan(Context ctx) {
    Answers.json(
        ctx,
        202,
        scan.start(
            progress -> {
              try {
                return node.ask(admin -> admin.scan(progress));
              } finally {
                listing.forget();
              }
            }));
  }

  private void planDrain(Context ctx, Caller caller) {
    Answers.json(
        ctx,
        new Shown(OF_A_DRAIN, drains.show(OF_A_DRAIN, caller), Confirmations.VALID.toSeconds()));
  }

  private void drain(Context ctx, Caller caller) {
    Confirmed confirmed = Body64k.read(ctx, Confirmed.class);
    String code = confirmed.confirmation();
    if (code == null) {
      throw Problem.badRequest("confirmation is missing: POST /api/drain/plan gives one");
    }
    Integer asked = confirmed.waitSeconds();
    int seconds = asked == null ? USUAL_DRAIN_SECONDS : asked;
    if (seconds < 0 || seconds > LONGEST_DRAIN_SECONDS) {
      throw Problem.badRequest("waitSeconds is not between 0 and " + LONGEST_DRAIN_SECONDS);
    }
    drains.take(code, caller);
    Answers.json(
        ctx,
        202,
        drain.start(
            progress -> {
              try {
                return node.ask(admin -> admin.drain(Duration.ofSeconds(seconds), progress));
              } finally {
                listing.forget();
              }
            }));
  }

  @Override
  public void close() {
    doctor.close();
    scan.close();
    drain.close();
  }
}
