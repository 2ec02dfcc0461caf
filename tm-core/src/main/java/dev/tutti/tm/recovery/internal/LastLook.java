package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.recovery.Hold;
import dev.tutti.tm.recovery.InDoubtTransaction;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the last pass, or the last list, found: for whoever asks and must not wait. Thread-safe; its
 * lock is never held while something else is waited for.
 */
final class LastLook {

  /** What was found. */
  record Seen(
      long atMillis,
      List<InDoubtTransaction> transactions,
      List<Hold> holds,
      List<String> unreachable,
      Optional<Long> freeBytes,
      Map<String, Duration> oldestPrepared) {}

  private Seen seen = new Seen(0, List.of(), List.of(), List.of(), Optional.empty(), Map.of());
  // When each of ours was found first, by the monotonic clock.
  private Map<String, Long> since = new HashMap<>();
  private long passes;
  private long lastPassAtMillis;

  /** To be told to {@link #listed}. */
  synchronized long passes() {
    return passes;
  }

  synchronized long lastPassAtMillis() {
    return lastPassAtMillis;
  }

  /** A pass has ended. */
  synchronized void passed(Seen found) {
    passes++;
    lastPassAtMillis = found.atMillis();
    set(found);
  }

  /** A list has ended: a pass that has ended since it began knows better. */
  synchronized void listed(Seen found, long passesBefore) {
    if (passes == passesBefore) {
      set(found);
    }
  }

  private void set(Seen found) {
    // Who did not answer stays as it was.
    Map<String, Duration> ages = new HashMap<>(seen.oldestPrepared());
    ages.putAll(found.oldestPrepared());
    seen =
        new Seen(
            found.atMillis(),
            found.transactions(),
            found.holds(),
            found.unreachable(),
            found.freeBytes(),
            ages);
    long now = System.nanoTime();
    Map<String, Long> known = since;
    since =
        found.transactions().stream()
            .filter(InDoubtTransaction::isOurs)
            .collect(
                Collectors.toMap(
                    InDoubtTransaction::id, t -> known.getOrDefault(t.id(), now), (a, b) -> a));
  }

  /** An operator has ended a hold. */
  synchronized void released(String hold) {
    seen =
        new Seen(
            seen.atMillis(),
            seen.transactions(),
            seen.holds().stream().filter(h -> !h.id().equals(hold)).toList(),
            seen.unreachable(),
            seen.freeBytes(),
            seen.oldestPrepared());
  }

  synchronized Seen seen() {
    return seen;
  }

  /** How long the oldest of some has been in doubt at least; zero for none. */
  synchronized long oldestMillis(Collection<InDoubtTransaction> some, long nowMillis) {
    long oldest = 0;
    for (InDoubtTransaction each : some) {
      Long first = since.get(each.id());
      long here = first == null ? 0 : (System.nanoTime() - first) / 1_000_000;
      // A process that began it may have run for long before: that is not its age.
      long decided = each.since().exact() ? nowMillis - each.since().epochMillis() : 0;
      oldest = Math.max(oldest, Math.max(here, decided));
    }
    return oldest;
  }
}
