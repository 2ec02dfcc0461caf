package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.branch.EventHub;
import dev.tutti.tm.log.Journal;
import dev.tutti.tm.log.Store;
import dev.tutti.tm.spi.LastResourceManager;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.TransactionEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One pass: finishes what it can of the resources that have answered, then waits for the next ones.
 * Nothing is concluded of a resource that has not answered in this pass.
 */
final class Pass implements AutoCloseable {

  private final Store store;
  private final Registry registry;
  private final EventHub events;
  private final Predicate<String> live;
  private final Identities identities;
  private final Backoff backoff;
  private final Verified.Check check;
  private final PassReport report = new PassReport();
  private final Map<String, Listing> listings = new LinkedHashMap<>();
  // Listed, but what nobody decided in the log may be decided by the last resource.
  private final Map<String, Listing> unsettled = new LinkedHashMap<>();
  private final Map<String, String> held = new HashMap<>();
  private final Set<String> unreachable = new LinkedHashSet<>();
  private final Set<String> answered = new HashSet<>();
  private final @Nullable String lastName;
  private @Nullable String heldLast;

  /**
   * Begins one.
   *
   * @param check of who the sources are; begun before the first was asked
   * @param missingLast why the last resource cannot be asked, or null
   */
  Pass(
      Store store,
      Registry registry,
      EventHub events,
      Predicate<String> live,
      Identities identities,
      Backoff backoff,
      Verified.Check check,
      @Nullable String missingLast) {
    this.store = store;
    this.registry = registry;
    this.events = events;
    this.live = live;
    this.identities = identities;
    this.backoff = backoff;
    this.check = check;
    this.heldLast = missingLast;
    this.lastName = registry.lastResource().map(LastResourceManager::name).orElse(null);
  }

  /**
   * Takes the answers as they come.
   *
   * @param decisions transactions with a decision that was in the log before anybody was asked, and
   *     whom nobody else finishes
   */
  PassReport run(Round round, List<String> decisions) {
    Journal journal = store.journal();
    boolean more = true;
    while (more) {
      Round.Wave wave = round.next();
      Set<String> pending = wave.pending();
      more = !pending.isEmpty();
      Set<String> notNow = new HashSet<>(answered);
      notNow.addAll(pending);
      Map<String, Listing> now = new LinkedHashMap<>();
      for (Answer answer : wave.answers()) {
        answered.add(answer.resource());
        hear(answer, now);
      }
      DecidedPass decided =
          new DecidedPass(journal, events, report, now, held, unreachable, notNow);
      decisions.forEach(id -> journal.find(id).ifPresent(decided::finish));
      unsettled.putAll(now);
      if (lastName == null || !pending.contains(lastName)) {
        settle(journal);
      }
    }
    unreachable.forEach(report::unreachable);
    return report;
  }

  private void settle(Journal journal) {
    OrphanPass orphans =
        new OrphanPass(
            store.identity(),
            journal,
            events,
            report,
            live,
            registry.lastResource(),
            heldLast,
            !unreachable.contains(String.valueOf(lastName)));
    unsettled.forEach(orphans::settle);
    unsettled.clear();
  }

  private void hear(Answer answer, Map<String, Listing> now) {
    String name = answer.resource();
    try {
      if (answer instanceof Answer.Listed listed) {
        listings.put(name, listed.listing());
        if (accepts(name, listed.listing().changed(identities))) {
          now.put(name, listed.listing());
        }
        backAgain(name);
      } else if (answer instanceof Answer.Known known) {
        Optional<String> changed =
            identities.changed(registry.lastResource().orElseThrow(), known.identity());
        accepts(name, changed);
        heldLast = changed.orElse(heldLast);
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

  private boolean accepts(String name, Optional<String> changed) {
    if (changed.isEmpty()) {
      check.passed(name);
      return true;
    }
    held.put(name, changed.get());
    report.held(changed.get());
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
    if (!backoff.hasFailed(name)) {
      events.on(new TransactionEvent.Reachability(name, false, why));
    }
    backoff.failed(name);
  }

  @Override
  public void close() {
    listings.values().forEach(Listing::close);
  }
}
