package dev.tutti.tm.transactional.internal;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.tutti.tm.transactional.RetryRule;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats attempts that met a conflict. The only class that knows Failsafe, and loaded only where a
 * method asks to be repeated. Thread-safe; waits on the calling thread.
 */
final class Repeater {

  private static final int LONGEST_WAIT = 32;
  private static final double JITTER = 0.25;

  private final Map<RetryRule, FailsafeExecutor<Attempt>> policies = new ConcurrentHashMap<>();

  /** Answers the last attempt. One that is interrupted while it waits for the next is the last. */
  Attempt run(RetryRule rule, Supplier<Attempt> attempts) {
    AtomicReference<@Nullable Attempt> last = new AtomicReference<>();
    try {
      return policies
          .computeIfAbsent(rule, Repeater::policy)
          .get(
              () -> {
                Attempt attempt = attempts.get();
                last.set(attempt);
                return attempt;
              });
    } catch (FailsafeException e) {
      Attempt attempt = last.get();
      if (attempt == null) {
        throw e;
      }
      return attempt;
    }
  }

  private static FailsafeExecutor<Attempt> policy(RetryRule rule) {
    return Failsafe.with(
        RetryPolicy.<Attempt>builder()
            .withMaxAttempts(rule.maxAttempts())
            .withBackoff(rule.backoff(), rule.backoff().multipliedBy(LONGEST_WAIT))
            .withJitter(JITTER)
            .handleResultIf(Attempt::isConflict)
            .build());
  }
}
