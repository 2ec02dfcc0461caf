package dev.tutti.tm.metrics;

import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.Health;
import dev.tutti.tm.recovery.OutcomeCounts;
import dev.tutti.tm.recovery.PhaseTimes;
import dev.tutti.tm.recovery.ResourceVitals;
import dev.tutti.tm.recovery.Vitals;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Registers each meter. What is not known is NaN. A registry holds the object of a meter weakly; so
 * each function here has the snapshots from this object, which it holds strongly.
 */
final class Meters {

  private static final String BYTES = "bytes";
  private static final String SECONDS = "seconds";
  private static final String RESOURCE = "resource";
  private static final String OUTCOME = "outcome";

  private final MeterRegistry registry;
  private final Supplier<Vitals> vitals;
  private final Tags tags;

  Meters(MeterRegistry registry, Supplier<Vitals> vitals, Tags tags) {
    this.registry = registry;
    this.vitals = vitals;
    this.tags = tags;
  }

  void ofTraffic() {
    ended("committed", OutcomeCounts::committed);
    ended("committed_pending", OutcomeCounts::committedPending);
    ended("rolled_back", OutcomeCounts::rolledBack);
    ended("timed_out", OutcomeCounts::timedOut);
    ended("heuristic", OutcomeCounts::heuristic);
    ended("unknown", OutcomeCounts::unknown);
    gauge("tutti.transactions.running", "Transactions that run now", Vitals::running);
  }

  private void ended(String outcome, ToDoubleFunction<OutcomeCounts> count) {
    counter(
        "tutti.transactions",
        "Transactions that ended, by how they did",
        tags.and(OUTCOME, outcome),
        v -> count.applyAsDouble(v.outcomes()));
  }

  void ofDoubt() {
    gauge(
        "tutti.in.doubt",
        "Transactions of this node in doubt, as of the last recovery pass",
        v -> v.doubt().transactions());
    for (BranchCondition state : BranchCondition.values()) {
      Gauge.builder("tutti.in.doubt.branches", vitals, v -> branches(vitals.get(), state))
          .description("Prepared branches by where they stand, as of the last recovery pass")
          .tags(tags.and("state", state.name().toLowerCase(Locale.ROOT)))
          .register(registry);
    }
    Gauge.builder("tutti.in.doubt.oldest", vitals, v -> vitals.get().doubt().oldestMillis() / 1e3)
        .description("How long the oldest transaction of this node has been in doubt")
        .baseUnit(SECONDS)
        .tags(tags)
        .register(registry);
    gauge(
        "tutti.held",
        "What waits for an operator: transactions that do not end by themselves, and holds",
        v -> v.doubt().needOperator() + v.recovery().holds().size());
  }

  private static double branches(Vitals vitals, BranchCondition state) {
    return vitals.doubt().branches().stream()
        .filter(c -> c.condition() == state)
        .mapToInt(c -> c.branches())
        .sum();
  }

  void ofLog() {
    counter("tutti.log.forces", "Forces of the disk", tags, v -> v.log().forces());
    FunctionCounter.builder("tutti.log.bytes", vitals, v -> vitals.get().log().writtenBytes())
        .description("Written to the decision log")
        .baseUnit(BYTES)
        .tags(tags)
        .register(registry);
    bytes("tutti.log.size", "What the decision log occupies", v -> v.log().sizeBytes());
    bytes(
        "tutti.log.free",
        "Free on the disk of the decision log, as of the last recovery pass",
        v -> v.log().freeBytes().map(Long::doubleValue).orElse(Double.NaN));
    gauge(
        "tutti.log.records",
        "Decisions that are not finished, those of running transactions too",
        v -> v.log().records());
  }

  private void bytes(String name, String what, ToDoubleFunction<Vitals> value) {
    Gauge.builder(name, vitals, v -> value.applyAsDouble(vitals.get()))
        .description(what)
        .baseUnit(BYTES)
        .tags(tags)
        .register(registry);
  }

  void ofRecovery() {
    counter("tutti.recovery.passes", "Recovery passes", tags, v -> v.recovery().passes());
    String name = "tutti.recovery.branches";
    String what = "Branches that recovery finished";
    counter(name, what, tags.and(OUTCOME, "committed"), v -> v.recovery().committed());
    counter(name, what, tags.and(OUTCOME, "rolled_back"), v -> v.recovery().rolledBack());
    Gauge.builder("tutti.recovery.pass.age", vitals, v -> passAge(vitals.get()))
        .description("Since the last recovery pass ended")
        .baseUnit(SECONDS)
        .tags(tags)
        .register(registry);
    gauge("tutti.live", "1 if the process works at all", v -> one(v.health(), Health::live));
    gauge("tutti.ready", "1 if it takes new work", v -> one(v.health(), Health::ready));
  }

  private static double passAge(Vitals vitals) {
    long last = vitals.recovery().lastPassAtMillis();
    return last == 0 ? Double.NaN : Math.max(0, vitals.takenAtMillis() - last) / 1e3;
  }

  private static double one(Health health, Function<Health, Health.Check> which) {
    return which.apply(health).ok() ? 1 : 0;
  }

  void ofResource(String name) {
    Tags own = tags.and(RESOURCE, name);
    timer("tutti.branch.prepare", "Votes, the first phase", name, ResourceVitals::prepare);
    timer(
        "tutti.branch.commit",
        "Commits, the second phase or the only one",
        name,
        ResourceVitals::commit);
    timer("tutti.branch.rollback", "Rollbacks", name, ResourceVitals::rollback);
    Gauge.builder(
            "tutti.resource.reachable",
            vitals,
            v -> of(vitals.get(), name).unreachable().isEmpty() ? 1 : 0)
        .description("1 if it answered recovery when it was asked last")
        .tags(own)
        .register(registry);
    // Only of PostgreSQL: it is the only one that tells, and whose vacuum waits for it.
    if (of(vitals.get(), name).oldestPreparedMillis().isPresent()) {
      Gauge.builder(
              "tutti.postgresql.prepared.oldest",
              vitals,
              v ->
                  of(vitals.get(), name)
                      .oldestPreparedMillis()
                      .map(millis -> millis / 1e3)
                      .orElse(Double.NaN))
          .description("Age of the oldest prepared transaction on the server, whoever prepared it")
          .baseUnit(SECONDS)
          .tags(own)
          .register(registry);
    }
  }

  private void timer(
      String name, String what, String resource, Function<ResourceVitals, PhaseTimes> phase) {
    ToLongFunction<Supplier<Vitals>> count = v -> phase.apply(of(vitals.get(), resource)).count();
    ToDoubleFunction<Supplier<Vitals>> total =
        v -> phase.apply(of(vitals.get(), resource)).totalNanos();
    FunctionTimer.builder(name, vitals, count, total, TimeUnit.NANOSECONDS)
        .description(what)
        .tags(tags.and(RESOURCE, resource))
        .register(registry);
  }

  /** The resources of a system are always the same. */
  private static ResourceVitals of(Vitals vitals, String name) {
    return vitals.resources().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
  }

  private void counter(String name, String what, Tags own, ToDoubleFunction<Vitals> value) {
    FunctionCounter.builder(name, vitals, v -> value.applyAsDouble(vitals.get()))
        .description(what)
        .tags(own)
        .register(registry);
  }

  private void gauge(String name, String what, ToDoubleFunction<Vitals> value) {
    Gauge.builder(name, vitals, v -> value.applyAsDouble(vitals.get()))
        .description(what)
        .tags(tags)
        .register(registry);
  }
}
