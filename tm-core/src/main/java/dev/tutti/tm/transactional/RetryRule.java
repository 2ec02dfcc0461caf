package dev.tutti.tm.transactional;

import java.time.Duration;

/**
 * How often a method is tried when a conflict rolls it back. Immutable.
 *
 * @param maxAttempts the first included; 1 to 100
 * @param backoff before the second attempt; 1 ms to 1 min
 */
public record RetryRule(int maxAttempts, Duration backoff) {

  private static final int MOST = 100;

  /** A single attempt. */
  public static final RetryRule NEVER = new RetryRule(1, Duration.ofMillis(50));

  /**
   * Validates.
   *
   * @param maxAttempts see the component
   * @param backoff see the component
   */
  public RetryRule {
    if (maxAttempts < 1 || maxAttempts > MOST) {
      throw new IllegalArgumentException(
          "retry.maxAttempts is " + maxAttempts + ", not 1 to " + MOST);
    }
    if (backoff.compareTo(Duration.ofMillis(1)) < 0
        || backoff.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("retry.backoff is " + backoff + ", not 1 ms to 1 min");
    }
  }

  /**
   * Whether there is a second attempt.
   *
   * @return true if so
   */
  public boolean isRepeating() {
    return maxAttempts > 1;
  }
}
