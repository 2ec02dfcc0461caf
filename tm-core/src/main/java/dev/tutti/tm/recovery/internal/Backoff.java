package dev.tutti.tm.recovery.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Lets a resource that does not answer rest: 1 s, 2 s, 4 s, at most a minute. Thread-safe. */
final class Backoff {

  private static final long FIRST = Duration.ofSeconds(1).toNanos();
  private static final int MAX_DOUBLINGS = 6;

  private record Rest(int failures, long until, boolean heard, String why) {}

  private final Map<String, Rest> resting = new HashMap<>();

  synchronized boolean rests(String resource) {
    Rest rest = resting.get(resource);
    return rest != null && System.nanoTime() - rest.until() < 0;
  }

  /** True if it had not failed before. */
  synchronized boolean failed(String resource, String why) {
    int failures = resting.getOrDefault(resource, new Rest(0, 0, false, "")).failures() + 1;
    long nanos = FIRST << Math.min(failures - 1, MAX_DOUBLINGS);
    long most = Duration.ofMinutes(1).toNanos();
    resting.put(
        resource, new Rest(failures, System.nanoTime() + Math.min(nanos, most), false, why));
    return failures == 1;
  }

  /** True if it had failed before. */
  synchronized boolean answered(String resource) {
    return resting.remove(resource) != null;
  }

  /** It said something, though not in time: it need not rest. */
  synchronized void heard(String resource) {
    resting.computeIfPresent(
        resource, (name, rest) -> new Rest(rest.failures(), System.nanoTime(), true, rest.why()));
  }

  /** Why it did not answer, if it has not answered since. */
  synchronized Optional<String> why(String resource) {
    return Optional.ofNullable(resting.get(resource)).map(Rest::why);
  }

  /** Whether nothing was heard of it since it failed. */
  synchronized boolean isSuspect(String resource) {
    Rest rest = resting.get(resource);
    return rest != null && !rest.heard();
  }
}
