package dev.tutti.app.admin;

import dev.tutti.tm.recovery.PhaseTimes;
import dev.tutti.tm.recovery.ResourceVitals;
import dev.tutti.tm.recovery.Vitals;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The time of each phase on each resource. Micrometer has no histogram that is counted elsewhere.
 */
final class PhaseHistograms implements MultiCollector {

  private static final double SECOND = 1e9;

  private final Supplier<Vitals> vitals;

  PhaseHistograms(Supplier<Vitals> vitals) {
    this.vitals = vitals;
  }

  @Override
  public MetricSnapshots collect() {
    Vitals now = vitals.get();
    return MetricSnapshots.builder()
        .metricSnapshot(of(now, "prepare", "Votes, the first phase", ResourceVitals::prepare))
        .metricSnapshot(
            of(now, "commit", "Commits, the second phase or the only one", ResourceVitals::commit))
        .metricSnapshot(of(now, "rollback", "Rollbacks", ResourceVitals::rollback))
        .build();
  }

  private static HistogramSnapshot of(
      Vitals vitals, String phase, String help, Function<ResourceVitals, PhaseTimes> which) {
    HistogramSnapshot.Builder histogram =
        HistogramSnapshot.builder().name("tutti_branch_" + phase + "_seconds").help(help);
    for (ResourceVitals resource : vitals.resources()) {
      PhaseTimes times = which.apply(resource);
      ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
      long below = 0;
      for (PhaseTimes.Bucket bucket : times.buckets()) {
        buckets.bucket(bucket.atMostNanos() / SECOND, bucket.count() - below);
        below = bucket.count();
      }
      buckets.bucket(Double.POSITIVE_INFINITY, times.count() - below);
      histogram.dataPoint(
          HistogramDataPointSnapshot.builder()
              .labels(Labels.of("resource", resource.name()))
              .classicHistogramBuckets(buckets.build())
              .sum(times.totalNanos() / SECOND)
              .build());
    }
    return histogram.build();
  }
}
