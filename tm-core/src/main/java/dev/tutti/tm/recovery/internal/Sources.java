package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.branch.EventHub;
import dev.tutti.tm.spi.LastResourceManager;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.TransactionEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The resources as one pass, or one look, finds them; it grows as they answer. Nothing is concluded
 * of a resource that has not answered. Not thread-safe.
 */
final class Sources implements AutoCloseable {

  private final Identities identities;
  private final Backoff backoff;
  private final EventHub events;
  private final Verified.Check check;
  private final Round round;
  private final Optional<LastResourceManager> lastResource;
  private final List<Listing> open = new ArrayList<>();
  private final Map<String, Listing> listings = new LinkedHashMap<>();
  private final Map<String, String> changed = new LinkedHashMap<>();
  private final Set<String> unreachable = new LinkedHashSet<>();
  private final Set<String> before = new HashSet<>();
  private final Set<String> now = new HashSet<>();
  private Set<String> pending = Set.of();
  private boolean awaited = true;
  private @Nullable String lastResourceHold;

  /**
   * Those of a round that has begun.
   *
   * @param check of who they are; begun before the first was asked
   * @param missingLast why the last resource cannot be asked, or null
   */
  Sources(
      Identities identities,
      Backoff backoff,
      EventHub events,
      Verified.Check check,
      Round round,
      Optional<LastResourceManager> lastResource,
      @Nullable String missingLast) {
    this.identities = identities;
    this.backoff = backoff;
    this.events = events;
    this.check = check;
    this.round = round;
    this.lastResource = lastResource;
    this.lastResourceHold = missingLast;
  }

  /**
   * Waits for the next that answer.
   *
   * @return false if all have, or had their time: from then on they count as one
   */
  boolean next() {
    if (!awaited) {
      now.addAll(before);
      before.clear();
      return false;
    }
    before.addAll(now);
    now.clear();
    Round.Wave wave = round.next();
    pending = wave.pending();
    awaited = !pending.isEmpty();
    for (Answer answer : wave.answers()) {
      now.add(answer.resource());
      hear(answer);
    }
    return true;
  }

  private void hear(Answer answer) {
    String name = answer.resource();
    try {
      if (answer instanceof Answer.Listed listed) {
        open.add(listed.listing());
        if (accepts(name, listed.listing().changed(identities))) {
          listings.put(name, listed.listing());
        }
        backAgain(name);
      } else if (answer instanceof Answer.Known known) {
        Optional<String> how = identities.changed(lastResource.orElseThrow(), known.identity());
        accepts(name, how);
        lastResourceHold = how.orElse(lastResourceHold);
        backAgain(name);
      } else if (answer instanceof Answer.Silent silent) {
        lost(name, silent.why());
      } else {
        unreachable.add(name);
      }
    } catch (ResourceUnavailableException | RuntimeException e) {
      lost(name, String.valueOf(e.getMessage()));
    }
  }

  private boolean accepts(String name, Optional<String> how) {
    if (how.isEmpty()) {
      check.passed(name);
      return true;
    }
    changed.put(name, how.get());
    check.failed(name);
    return false;
  }

  private void backAgain(String name) {
    if (backoff.answered(name)) {
      events.on(new TransactionEvent.Reachability(name, true, ""));
    }
  }

  private void lost(String name, String why) {
    unreachable.add(name);
    check.failed(name); // It may come back as another one.
    if (backoff.failed(name, why)) {
      events.on(new TransactionEvent.Reachability(name, false, why));
    }
  }

  /** What it lists, if it has answered and may be believed. */
  @Nullable Listing listing(String resource) {
    return listings.get(resource);
  }

  /** What those list that have answered since the last call of {@link #next}. */
  Map<String, Listing> fresh() {
    Map<String, Listing> fresh = new LinkedHashMap<>(listings);
    fresh.keySet().retainAll(now);
    return fresh;
  }

  /** The age of the oldest prepared transaction on the server of each that can tell. */
  Map<String, Duration> oldestPrepared() {
    Map<String, Duration> ages = new LinkedHashMap<>();
    listings.forEach((name, list) -> list.oldestPrepared().ifPresent(age -> ages.put(name, age)));
    return ages;
  }

  /** Whether it has not answered yet, or had done so before the last call of {@link #next}. */
  boolean isNotNow(String resource) {
    return pending.contains(resource) || before.contains(resource);
  }

  /** Why nothing is concluded from one that is another server now. */
  Map<String, String> changed() {
    return changed;
  }

  /** The branches of a restored server that its acceptance found prepared. */
  Set<String> cameBack(String resource) {
    return identities.cameBack(resource);
  }

  /** Those that did not answer. */
  Set<String> unreachable() {
    return unreachable;
  }

  /** The one that may hold decisions. */
  Optional<LastResourceManager> lastResource() {
    return lastResource;
  }

  /** Whether it can still turn out that the last resource cannot be asked. */
  boolean awaitsLastResource() {
    return lastResource.map(last -> pending.contains(last.name())).orElse(false);
  }

  /** Why the last resource cannot be asked, or null if it can. */
  @Nullable String lastResourceHold() {
    return lastResourceHold;
  }

  @Override
  public void close() {
    round.close();
    open.forEach(Listing::close);
  }
}
