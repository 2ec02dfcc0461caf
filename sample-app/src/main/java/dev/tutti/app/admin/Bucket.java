package dev.tutti.app.admin;

/** So many at once, and so many more with time. Not thread-safe. */
final class Bucket {

  private final double most;
  private final double perNano;
  private double left;
  private long seen;

  Bucket(int most, long refillNanos, long now) {
    this.most = most;
    this.perNano = most / (double) refillNanos;
    this.left = most;
    this.seen = now;
  }

  private void refill(long now) {
    left = Math.min(most, left + (now - seen) * perNano);
    seen = now;
  }

  boolean isEmpty(long now) {
    refill(now);
    return left < 1;
  }

  void take(long now) {
    refill(now);
    left = Math.max(0, left - 1);
  }

  /** Until one is there again. */
  long nanosToNext() {
    return left >= 1 ? 0 : (long) Math.ceil((1 - left) / perNano);
  }
}
