package dev.tutti.tm.transactional;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Repeats a method whose transaction is known to be rolled back everywhere because of a conflict: a
 * serialization failure, a deadlock, a wait for a lock that timed out. Each attempt is a
 * transaction of its own, with a timeout of its own.
 *
 * <p>Only the method that begins the transaction is repeated, never one that joins it; never when
 * the outcome is heuristic, unknown or a timeout, and never when the transaction was committed.
 * Needs {@code dev.failsafe:failsafe} on the class path.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface Retry {

  /**
   * How often the method is tried, the first time included.
   *
   * @return 1 to 100
   */
  int maxAttempts() default 3;

  /**
   * The wait before the second attempt, on the calling thread. It doubles with every further one,
   * up to 32 times itself, and is varied by a quarter so that two rivals do not meet again.
   *
   * @return an ISO-8601 duration, 1 ms to 1 min
   */
  String backoff() default "PT0.05S";
}
