package dev.tutti.app.admin;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tutti.tm.recovery.DoctorReport;
import dev.tutti.tm.recovery.DrainReport;
import dev.tutti.tm.recovery.RecoveryReport;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What takes a while: started, and looked at meanwhile. */
final class Working implements AutoCloseable {

  private static final int USUAL_DRAIN_SECONDS = 60;
  private static final List<String> OF_A_DRAIN =
      List.of(
          "new transactions on this node are refused, until its process is started again",
          "those that run are waited for, as long as you say",
          "what is in doubt is finished where it can be",
          "then it says whether this node and its store may be deleted");

  private static final TypeReference<JobView<DoctorReport>> DOCTOR = new TypeReference<>() {};
  private static final TypeReference<JobView<RecoveryReport>> SCAN = new TypeReference<>() {};
  private static final TypeReference<JobView<DrainReport>> DRAIN = new TypeReference<>() {};

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
        Route.post("/api/doctor", "Starts an examination")
            .fails(409)
            .starts(DOCTOR, (ctx, who) -> startDoctor()),
        Route.get("/api/doctor", "Its progress and result")
            .answers(DOCTOR, (ctx, who) -> doctor.view()),
        Route.post("/api/scan", "Starts a recovery pass")
            .fails(409)
            .starts(SCAN, (ctx, who) -> startScan()),
        Route.get("/api/scan", "Its progress and result").answers(SCAN, (ctx, who) -> scan.view()),
        Route.post("/api/drain/plan", "Step one of draining: what it means, and a confirmation")
            .answers(ShownDrain.class, (ctx, who) -> planDrain(who)),
        Route.post("/api/drain", "Step two: drains")
            .fails(409, 410)
            .reads(Confirmed.class)
            .starts(DRAIN, (ctx, who, confirmed) -> startDrain(who, confirmed)),
        Route.get("/api/drain", "Its progress and result")
            .answers(DRAIN, (ctx, who) -> drain.view()));
  }

  private record ShownDrain(List<String> consequences, String confirmation, long validSeconds) {}

  private record Confirmed(
      @Field(required = true, says = "of /api/drain/plan") String confirmation,
      @Field(most = 24 * 60 * 60, says = "for what runs; 60 if not given")
          @Nullable Integer waitSeconds) {}

  private JobView<DoctorReport> startDoctor() {
    return doctor.start(progress -> node.ask(admin -> admin.examine(progress)));
  }

  private JobView<RecoveryReport> startScan() {
    return scan.start(
        progress -> {
          try {
            return node.ask(admin -> admin.scan(progress));
          } finally {
            listing.forget();
          }
        });
  }

  private ShownDrain planDrain(Caller caller) {
    return new ShownDrain(
        OF_A_DRAIN, drains.show(OF_A_DRAIN, caller), Confirmations.VALID.toSeconds());
  }

  private JobView<DrainReport> startDrain(Caller caller, Confirmed confirmed) {
    Integer asked = confirmed.waitSeconds();
    int seconds = asked == null ? USUAL_DRAIN_SECONDS : asked;
    drains.take(confirmed.confirmation(), caller);
    return drain.start(
        progress -> {
          try {
            return node.ask(admin -> admin.drain(Duration.ofSeconds(seconds), progress));
          } finally {
            listing.forget();
          }
        });
  }

  @Override
  public void close() {
    doctor.close();
    scan.close();
    drain.close();
  }
}
