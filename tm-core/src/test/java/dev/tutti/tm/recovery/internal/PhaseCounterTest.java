package dev.tutti.tm.recovery.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.recovery.PhaseTimes;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PhaseCounterTest {

  @Test
  void eachTimeIsInItsBucketAndInAllAboveIt() {
    PhaseCounter counter = new PhaseCounter();
    counter.took(0);
    counter.took(TimeUnit.MICROSECONDS.toNanos(100));
    counter.took(TimeUnit.MICROSECONDS.toNanos(100) + 1);
    counter.took(TimeUnit.SECONDS.toNanos(10));
    counter.took(TimeUnit.SECONDS.toNanos(11));

    PhaseTimes times = counter.times();
    assertThat(times.count()).isEqualTo(5);
    assertThat(times.totalNanos()).isEqualTo(21_000_200_001L);
    assertThat(times.buckets().get(0)).isEqualTo(new PhaseTimes.Bucket(100_000, 2));
    assertThat(times.buckets().get(1)).isEqualTo(new PhaseTimes.Bucket(250_000, 3));
    assertThat(times.buckets().get(times.buckets().size() - 1))
        .isEqualTo(new PhaseTimes.Bucket(TimeUnit.SECONDS.toNanos(10), 4));
    assertThat(times.buckets())
        .extracting(PhaseTimes.Bucket::atMostNanos)
        .isSorted()
        .doesNotHaveDuplicates();
  }
}
