package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.branch.EventHub;
import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.log.DecisionRecord;
import dev.tutti.tm.log.Journal;
import dev.tutti.tm.log.Store;
import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.recovery.RecoveryAdmin;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.spi.LastResourceManager;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.spi.XaResourceManager;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs recovery passes, one at a time. No age plays a part: a branch is an orphan because its
 * transaction is neither live nor in the log, not because a clock says so.
 */
public final class RecoveryEngine implements RecoveryAdmin {

  private static final String LAST_RESOURCE_KEY = "last-resource";
  private static final RecoveryReport NOTHING =
      new RecoveryReport(0, 0, List.of(), List.of(), List.of(), 0);

  private final ReentrantLock turn = new ReentrantLock();
  private final Store store;
  private final Registry registry;
  private final EventHub events;
  private final Predicate<String> live;
  private final Consumer<RecoveryReport> afterCleanPass;
  private final Identities identities;
  private final Backoff backoff = new Backoff();
  private final Set<String> announced = new HashSet<>();
  // The sources whose identity was checked since they last changed it.
  private final Set<String> verified = ConcurrentHashMap.newKeySet();
  private volatile RecoveryReport last = NOTHING;

  /**
   * Makes one.
   *
   * @param store the node's store
   * @param registry the resources
   * @param events told what is recovered and held
   * @param live whether a transaction lives in this process
   * @param afterCleanPass housekeeping that may run only when nothing at all is in doubt
   */
  public RecoveryEngine(
      Store store,
      Registry registry,
      EventHub events,
      Predicate<String> live,
      Consumer<RecoveryReport> afterCleanPass) {
    this.store = store;
    this.registry = registry;
    this.events = events;
    this.live = live;
    this.afterCleanPass = afterCleanPass;
    this.identities = new Identities(store);
  }

  @Override
  public RecoveryReport scan() {
    return pass(true);
  }

  /**
   * A pass that lets resources rest which did not answer.
   *
   * @return what it did
   */
  public RecoveryReport periodicPass() {
    return pass(false);
  }

  private RecoveryReport pass(boolean eager) {
    turn.lock();
    try {
      Journal journal = store.journal();
      journal.flush();
      // The log before the lists: what is decided later cannot be missing from them.
      List<DecisionRecord> decisions = abandoned(journal);
      PassReport report = new PassReport();
      Map<String, Listing> listings = new LinkedHashMap<>();
      Map<String, String> held = new HashMap<>();
      Set<String> unreachable = new HashSet<>();
      try {
        for (XaResourceManager manager : registry.twoPhase()) {
          list(manager, eager, listings, held, unreachable);
        }
        unreachable.forEach(report::unreachable);
        held.values().forEach(report::held);
        DecidedPass decided = new DecidedPass(journal, events, report, listings, held, unreachable);
        decisions.forEach(decided::finish);
        OrphanPass orphans =
            new OrphanPass(
                store.identity(),
                journal,
                events,
                report,
                live,
                registry.lastResource(),
                heldLastResource(report));
        listings.forEach(orphans::settle);
      } finally {
        listings.values().forEach(Listing::close);
      }
      journal
          .damages()
          .forEach(d -> report.held("the decision log is damaged: " + d + "; the bytes are kept"));
      journal.flush();
      return concluded(report.build(journal.open().size()));
    } finally {
      turn.unlock();
    }
  }

  /**
   * The decisions that nobody finishes. The log is read again after the living were asked: what
   * ended between the two looks has ended its record too, or changed it.
   */
  private List<DecisionRecord> abandoned(Journal journal) {
    Set<String> dead =
        journal.open().stream()
            .map(DecisionRecord::transactionId)
            .filter(id -> !live.test(id))
            .collect(Collectors.toSet());
    if (dead.isEmpty()) {
      return List.of();
    }
    return journal.open().stream().filter(d -> dead.contains(d.transactionId())).toList();
  }

  private void list(
      XaResourceManager manager,
      boolean eager,
      Map<String, Listing> listings,
      Map<String, String> held,
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
      } else if (opened instanceof Listing.Opened.Changed changed) {
        held.put(name, changed.how());
        verified.remove(name);
      }
      if (backoff.answered(name)) {
        events.on(new TransactionEvent.Reachability(name, true, ""));
      }
    } catch (ResourceUnavailableException | RuntimeException e) {
      if (!backoff.hasFailed(name)) {
        events.on(new TransactionEvent.Reachability(name, false, String.valueOf(e.getMessage())));
      }
      backoff.failed(name);
      unreachable.add(name);
      verified.remove(name); // It may come back as another one.
    }
  }

  private RecoveryReport concluded(RecoveryReport report) {
    last = report;
    for (String reason : report.held()) {
      if (announced.add(reason)) {
        events.on(new TransactionEvent.Held(store.identity().inXid(), reason));
      }
    }
    announced.retainAll(report.held());
    if (report.isClean()) {
      rememberLastResource();
      afterCleanPass.accept(report);
    }
    return report;
  }

  /** Why the last resource cannot be asked for decisions, or null if it can. */
  private @Nullable String heldLastResource(PassReport report) {
    String missing = missingLastResource();
    if (missing != null) {
      return "the last resource '" + missing + "' could hold its decision: configure it again";
    }
    Optional<LastResourceManager> last = registry.lastResource();
    if (last.isEmpty()) {
      return null;
    }
    try {
      String changed = identities.changed(last.get()).orElse(null);
      if (changed != null) {
        report.held(changed);
        verified.remove(last.get().name());
      } else {
        verified.add(last.get().name());
      }
      return changed;
    } catch (ResourceUnavailableException e) {
      report.unreachable(e.resource());
      return null; // Asking it for a decision fails as well, and leaves the branch alone.
    }
  }

  /** The name of a last resource that was used once and is not configured now. */
  private @Nullable String missingLastResource() {
    String remembered = store.remembered(LAST_RESOURCE_KEY).orElse("");
    String configured = registry.lastResource().map(LastResourceManager::name).orElse("");
    return remembered.isEmpty() || remembered.equals(configured) ? null : remembered;
  }

  /** Whenever nothing is in doubt: from now on the configured last resource is the one to ask. */
  private void rememberLastResource() {
    String configured = registry.lastResource().map(LastResourceManager::name).orElse("");
    try {
      store.remember(LAST_RESOURCE_KEY, configured);
    } catch (IOException e) {
      events.on(
          new TransactionEvent.Held(
              store.identity().inXid(), "the store cannot remember the last resource: " + e));
    }
  }

  /**
   * To be called at start, before any transaction: remembers the last resource, since from its
   * first transaction on it may hold decisions.
   *
   * @throws IOException if the store cannot be written
   * @throws ConfigurationException if another one may still hold decisions
   */
  public void prepare() throws IOException {
    String missing = missingLastResource();
    if (missing == null) {
      store.remember(
          LAST_RESOURCE_KEY, registry.lastResource().map(LastResourceManager::name).orElse(""));
      return;
    }
    registry
        .lastResource()
        .ifPresent(
            now -> {
              throw new ConfigurationException(
                  "resources." + now.name(),
                  "'"
                      + missing
                      + "' was the last resource until now and may hold decisions that only it can"
                      + " tell: start once with it, or without any, until nothing is in doubt");
            });
  }

  /**
   * Asked before a source's first branch: whether it is the server that recovery knows. What is
   * prepared on a server before its identity is known could not be missed later.
   *
   * @param manager the source
   * @throws ResourceUnavailableException if it is another server, or cannot be asked
   */
  public void verify(ResourceManager manager) throws ResourceUnavailableException {
    if (manager.guarantee() == Guarantee.VOLATILE || verified.contains(manager.name())) {
      return;
    }
    Optional<String> changed = identities.changed(manager);
    if (changed.isPresent()) {
      throw new ResourceUnavailableException(manager.name(), changed.get(), null);
    }
    verified.add(manager.name());
  }

  /** A source was lost in the middle of a transaction: each is asked again who it is. */
  public void doubtEverySource() {
    verified.clear();
  }

  @Override
  public RecoveryReport lastReport() {
    return last;
  }

  @Override
  public void acceptIdentity(String resource) throws ResourceUnavailableException {
    turn.lock();
    try {
      identities.accept(
          registry
              .find(resource)
              .orElseThrow(
                  () -> new IllegalArgumentException("there is no resource '" + resource + "'")));
    } finally {
      turn.unlock();
    }
  }

  @Override
  public int releaseDamagedRecords() {
    turn.lock();
    try {
      return store.journal().releaseDamages();
    } finally {
      turn.unlock();
    }
  }
}
