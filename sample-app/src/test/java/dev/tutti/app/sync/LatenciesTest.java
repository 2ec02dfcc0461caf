package dev.tutti.app.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void percentilesAreWithinThreePercent() {
    Latencies latencies = new Latencies();
    for (int i = 1; i <= 10_000; i++) {
      latencies.add(i * 1_000L);
    }
    assertThat(latencies.millis(0.5)).isCloseTo(5.0, within(0.2));
    assertThat(latencies.millis(0.99)).isCloseTo(9.9, within(0.35));
    assertThat(new Latencies().millis(0.5)).isZero();
  }
}
