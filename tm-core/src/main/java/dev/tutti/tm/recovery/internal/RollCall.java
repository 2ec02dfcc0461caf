package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.XaResourceManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks all resources at once who they are and what they list, and waits for none of them longer
 * than a bound. One that does not answer rests; after that it is asked again, but waited for only a
 * moment until it has answered once. Used by one pass at a time.
 */
final class RollCall implements AutoCloseable {

  /** Those that answer in this time are looked at together. */
  private static final Duration PROMPT = Duration.ofMillis(250);

  /** For one that has not answered before. */
  private static final Duration PROBE = Duration.ofSeconds(1);

  private final Registry registry;
  private final Identities identities;
  private final Backoff backoff;
  private final Duration bound;
  private final Crew crew;
  // Those whose answer came too late for its pass: there is something to wait for again.
  private final Set<String> heardLate = ConcurrentHashMap.newKeySet();

  /**
   * Makes one.
   *
   * @param registry whom to ask
   * @param identities what is known of them
   * @param backoff who rests
   * @param bound how long a pass waits
   */
  RollCall(Registry registry, Identities identities, Backoff backoff, Duration bound) {
    this.registry = registry;
    this.identities = identities;
    this.backoff = backoff;
    this.bound = bound;
    this.crew = new Crew(registry.all().size(), bound);
  }

  /**
   * Asks. What is decided in the log by now is older than any list that is taken.
   *
   * @param eager whether also those that rest are asked, and waited for
   * @param asksLast whether the last resource is asked who it is
   */
  Round begin(boolean eager, boolean asksLast) {
    heardLate.forEach(backoff::heard);
    heardLate.clear();
    List<ResourceManager> asked = new ArrayList<>(registry.twoPhase());
    if (asksLast) {
      registry.lastResource().ifPresent(asked::add);
    }
    Round round = new Round(PROMPT);
    for (ResourceManager manager : asked) {
      String name = manager.name();
      if (!eager && backoff.rests(name)) {
        round.put(new Answer.Resting(name));
        continue;
      }
      round.expect(name, eager || !backoff.isSuspect(name) ? bound : min(PROBE, bound));
      if (!crew.start(name, free -> question(manager, round, free), eager)) {
        round.put(new Answer.Silent(name, "its last answer is still awaited"));
      }
    }
    return round;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private void question(ResourceManager manager, Round round, Runnable free) {
    if (!round.expects(manager.name())) {
      return;
    }
    Answer answer = ask(manager);
    if (!round.take(answer, free)) {
      if (!(answer instanceof Answer.Silent)) {
        heardLate.add(manager.name());
      }
      answer.discard();
    }
  }

  private Answer ask(ResourceManager manager) {
    String name = manager.name();
    try {
      if (manager instanceof XaResourceManager xa) {
        return new Answer.Listed(name, Listing.of(xa, identities));
      }
      return new Answer.Known(name, manager.identity());
    } catch (ResourceUnavailableException | RuntimeException | Error e) {
      return new Answer.Silent(name, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    crew.close();
  }
}
