package dev.tutti.tm.recovery;

import java.util.List;

/**
 * How long one phase took on one resource, since the start. Immutable.
 *
 * @param count how often it was run, whatever came of it
 * @param totalNanos the sum of their times; nanoseconds
 * @param buckets a histogram with bounds that never change, ascending from 100 µs to 10 s
 */
public record PhaseTimes(long count, long totalNanos, List<Bucket> buckets) {

  /**
   * Cumulative, as Prometheus has it: each bucket contains those before it. What took longer than
   * the last bound is in none.
   *
   * @param atMostNanos its upper bound; nanoseconds
   * @param count how many took at most so long
   */
  public record Bucket(long atMostNanos, long count) {}

  /**
   * Validates and copies.
   *
   * @param count see the component
   * @param totalNanos see the component
   * @param buckets see the component
   */
  public PhaseTimes {
    buckets = List.copyOf(buckets);
  }
}
