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
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs recovery passes, one at a time. No age plays a part: a branch is an orphan because its
 * transaction is neither live nor in the log, not because a clock says so.
 */
public final class RecoveryEngine implements RecoveryAdmin, AutoCloseable {

  private static final String LAST_RESOURCE_KEY = "last-resource";

  /** Whoever has not answered by then counts as unreachable in that pass. */
  private static final Duration BOUND = Duration.ofSeconds(10);

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
  private final RollCall rollCall;
  private final Set<String> announced = new HashSet<>();
  // The sources whose identity was checked since they last changed it.
  private final Verified verified = new Verified();
  private final AtomicLong passes = new AtomicLong();
  // The number of the last pass that was clean; guarded by turn.
  private long lastClean;
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
    this(store, registry, events, live, afterCleanPass, BOUND);
  }

  /** With a bound of its own for the answer of a resource. */
  RecoveryEngine(
      Store store,
      Registry registry,
      EventHub events,
      Predicate<String> live,
      Consumer<RecoveryReport> afterCleanPass,
      Duration bound) {
    this.store = store;
    this.registry = registry;
    this.events = events;
    this.live = live;
    this.afterCleanPass = afterCleanPass;
    this.identities = new Identities(store);
    this.rollCall = new RollCall(registry, identities, backoff, bound);
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

  /** How many passes have begun. */
  long passes() {
    return passes.get();
  }

  /** A periodic pass, unless one that began after so many has found nothing left. */
  void passUnlessCleanSince(long begun) {
    turn.lock();
    try {
      if (lastClean <= begun) {
        pass(false);
      }
    } finally {
      turn.unlock();
    }
  }

  private RecoveryReport pass(boolean eager) {
    turn.lock();
    try {
      long number = passes.incrementAndGet();
      Journal journal = store.journal();
      journal.flush();
      // The log before the lists: what is decided later cannot be missing from them.
      List<String> decisions = abandoned(journal);
      String missing = missingLastResource();
      String heldLast =
          missing == null
              ? null
              : "the last resource '" + missing + "' could hold its decision: configure it again";
      PassReport report;
      Verified.Check check = verified.check();
      try (Round round = rollCall.begin(eager, missing == null);
          Pass pass =
              new Pass(store, registry, events, live, identities, backoff, check, heldLast)) {
        report = pass.run(round, decisions);
      }
      journal
          .damages()
          .forEach(d -> report.held("the decision log is damaged: " + d + "; the bytes are kept"));
      journal.flush();
      RecoveryReport built = report.build(journal.open().size());
      if (built.isClean()) {
        lastClean = number;
      }
      return concluded(built);
    } finally {
      turn.unlock();
    }
  }

  /**
   * The decisions that nobody finishes. The log is read again after the living were asked: what
   * ended between the two looks has ended its record too, or changed it.
   */
  private List<String> abandoned(Journal journal) {
    Set<String> dead =
        journal.open().stream()
            .map(DecisionRecord::transactionId)
            .filter(id -> !live.test(id))
            .collect(Collectors.toSet());
    if (dead.isEmpty()) {
      return List.of();
    }
    return journal.open().stream()
        .map(DecisionRecord::transactionId)
        .filter(dead::contains)
        .toList();
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
    Verified.Check check = verified.check();
    Optional<String> changed = identities.changed(manager);
    if (changed.isPresent()) {
      throw new ResourceUnavailableException(manager.name(), changed.get(), null);
    }
    check.passed(manager.name());
  }

  /** A source was lost in the middle of a transaction: each is asked again who it is. */
  public void doubtEverySource() {
    verified.doubtAll();
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

  /** Ends the threads that ask. No pass may follow. */
  @Override
  public void close() {
    turn.lock();
    try {
      rollCall.close();
    } finally {
      turn.unlock();
    }
  }
}
