package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.branch.EventHub;
import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.LastResourceManager;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.spi.XaResourceManager;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Asks every resource who it is and what it lists. Thread-safe. */
final class SourceOpener {

  private final Registry registry;
  private final Identities identities;
  private final LastResourceMemory lastResource;
  private final EventHub events;
  private final Backoff backoff = new Backoff();
  // The sources whose identity was checked since they last changed it.
  private final Set<String> verified = ConcurrentHashMap.newKeySet();

  SourceOpener(
      Registry registry, Identities identities, LastResourceMemory lastResource, EventHub events) {
    this.registry = registry;
    this.identities = identities;
    this.lastResource = lastResource;
    this.events = events;
  }

  /** With {@code eager}, those that rest because they did not answer are asked too. */
  Sources open(boolean eager) {
    Map<String, Listing> listings = new LinkedHashMap<>();
    Map<String, String> changed = new LinkedHashMap<>();
    Set<String> unreachable = new LinkedHashSet<>();
    boolean done = false;
    try {
      for (XaResourceManager manager : registry.twoPhase()) {
        list(manager, eager, listings, changed, unreachable);
      }
      String hold = lastResourceHold(changed, unreachable);
      done = true;
      return new Sources(listings, changed, unreachable, registry.lastResource(), hold);
    } finally {
      if (!done) {
        listings.values().forEach(Listing::close);
      }
    }
  }

  private void list(
      XaResourceManager manager,
      boolean eager,
      Map<String, Listing> listings,
      Map<String, String> changed,
      Set<String> unreachable) {
    String name = manager.name();
    if (!eager && backoff.rests(name)) {
      unreachable.add(name);
      return;
    }
    try {
      Listing.Opened opened = Listing.of(manager, identities);
      if (opened instanceof Listing.Opened.Listed listed) {
        listings.put(name, listed.listing());
        verified.add(name);
      } else if (opened instanceof Listing.Opened.Changed other) {
        changed.put(name, other.how());
        verified.remove(name);
      }
      if (backoff.answered(name)) {
        events.on(new TransactionEvent.Reachability(name, true, ""));
      }
    } catch (ResourceUnavailableException | RuntimeException e) {
      if (backoff.failed(name)) {
        events.on(new TransactionEvent.Reachability(name, false, String.valueOf(e.getMessage())));
      }
      unreachable.add(name);
      verified.remove(name); // It may come back as another one.
    }
  }

  /** Why the last resource cannot be asked for decisions, or null if it can. */
  private @Nullable String lastResourceHold(Map<String, String> changed, Set<String> unreachable) {
    String missing = lastResource.missing();
    if (missing != null) {
      return "the last resource '" + missing + "' could hold its decision: configure it again";
    }
    Optional<LastResourceManager> last = registry.lastResource();
    if (last.isEmpty()) {
      return null;
    }
    String name = last.get().name();
    try {
      String how = identities.changed(last.get()).orElse(null);
      if (how != null) {
        changed.put(name, how);
        verified.remove(name);
      } else {
        verified.add(name);
      }
      return how;
    } catch (ResourceUnavailableException e) {
      unreachable.add(e.resource());
      return null; // Asking it for a decision fails as well, and leaves the branch alone.
    }
  }

  /** Asked before a source's first branch. */
  void verify(ResourceManager manager) throws ResourceUnavailableException {
    if (manager.guarantee() == Guarantee.VOLATILE || verified.contains(manager.name())) {
      return;
    }
    Optional<String> changed = identities.changed(manager);
    if (changed.isPresent()) {
      throw new ResourceUnavailableException(manager.name(), changed.get(), null);
    }
    verified.add(manager.name());
  }

  void doubtEverySource() {
    verified.clear();
  }
}
