package dev.tutti.tm.metrics;

import dev.tutti.tm.recovery.RecoveryAdmin;
import dev.tutti.tm.recovery.Vitals;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.Supplier;

/**
 * The meters of a running system, each named {@code tutti.*}: outcomes, the time of each phase on
 * each resource, what is in doubt or held, the log. No tag ever holds a transaction id.
 * Thread-safe.
 *
 * <pre>{@code
 * new TuttiMetrics(tutti.recovery()).bindTo(registry);
 * }</pre>
 *
 * <p>Reading a meter asks no resource: it shows {@link RecoveryAdmin#vitals}, which is taken once
 * for all meters that are read within half a second. The phases are function timers, with count and
 * total time; {@link Vitals} has their histograms.
 */
public final class TuttiMetrics implements MeterBinder {

  private final Supplier<Vitals> vitals;
  private final Tags tags;

  /**
   * Meters of the system in this process.
   *
   * @param admin of the running system
   */
  public TuttiMetrics(RecoveryAdmin admin) {
    this(new Snapshot(admin::vitals), Tags.empty());
  }

  /**
   * Meters of snapshots that are taken elsewhere, for example from a node in another process.
   *
   * @param vitals the last snapshot, at once; must not throw
   * @param tags added to every meter
   */
  public TuttiMetrics(Supplier<Vitals> vitals, Iterable<Tag> tags) {
    this.vitals = vitals;
    this.tags = Tags.of(tags);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Meters meters = new Meters(registry, vitals, tags);
    meters.ofTraffic();
    meters.ofDoubt();
    meters.ofLog();
    meters.ofRecovery();
    vitals.get().resources().forEach(resource -> meters.ofResource(resource.name()));
  }
}
