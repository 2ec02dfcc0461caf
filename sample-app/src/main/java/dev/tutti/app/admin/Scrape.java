package dev.tutti.app.admin;

import dev.tutti.tm.metrics.TuttiMetrics;
import dev.tutti.tm.recovery.RecoveryAdmin;
import dev.tutti.tm.recovery.ResourceVitals;
import dev.tutti.tm.recovery.Vitals;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.Supplier;

/**
 * A node's meters in the text format of Prometheus. Each scrape takes one snapshot of the node, in
 * this process or another, and asks no resource. Thread-safe.
 */
public final class Scrape {

  /** The media type of {@link #text}. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Supplier<Vitals> source;
  private Shown shown;

  /** A registry for the resources that were known when it was made. */
  private static final class Shown {
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final List<String> like;
    Vitals vitals;

    Shown(Vitals vitals) {
      this.vitals = vitals;
      this.like = like(vitals);
      // In their place: the same names and units, as histograms.
      registry.config().meterFilter(MeterFilter.denyNameStartsWith("tutti.branch."));
      new TuttiMetrics(() -> this.vitals, Tags.empty()).bindTo(registry);
      registry.getPrometheusRegistry().register(new PhaseHistograms(() -> this.vitals));
    }

    /** What decides which meters there are. */
    static List<String> like(Vitals vitals) {
      return vitals.resources().stream()
          .map((ResourceVitals r) -> r.name() + " " + r.oldestPreparedMillis().isPresent())
          .toList();
    }
  }

  /**
   * Shows a node.
   *
   * @param admin of the node; asked once now
   */
  public Scrape(RecoveryAdmin admin) {
    this(admin::vitals);
  }

  Scrape(Supplier<Vitals> source) {
    this.source = source;
    this.shown = new Shown(source.get());
  }

  /**
   * Everything as of now.
   *
   * @return lines in the text format, version 0.0.4
   * @throws java.io.UncheckedIOException if the node is in another process, which does not answer
   */
  public String text() {
    Vitals now = source.get();
    synchronized (this) {
      if (!shown.like.equals(Shown.like(now))) {
        shown = new Shown(now);
      }
      shown.vitals = now;
      return shown.registry.scrape();
    }
  }
}
