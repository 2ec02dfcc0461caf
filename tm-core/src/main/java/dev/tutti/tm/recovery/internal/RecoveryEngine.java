package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.branch.EventHub;
import dev.tutti.tm.log.DecisionRecord;
import dev.tutti.tm.log.Journal;
import dev.tutti.tm.log.Store;
import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.Hold;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
public final class RecoveryEngine implements AutoCloseable {

  /** Whoever has not answered by then counts as unreachable in that pass. */
  private static final Duration BOUND = Duration.ofSeconds(10);

  private static final RecoveryReport NOTHING =
      new RecoveryReport(0, 0, List.of(), List.of(), List.of(), 0);

  private final ReentrantLock turn = new ReentrantLock();
  private final Store store;
  private final Registry registry;
  private final EventHub events;
  private final Predicate<String> live;
  private final Identities identities;
  private final Backoff backoff = new Backoff();
  private final LastResourceMemory lastResource;
  private final Holds holds;
  private final Aftermath aftermath;
  private final HistoryFile history;
  // An operator looks beside a pass: neither waits for the other's answers.
  private final RollCall rollCall;
  private final RollCall lookers;
  private final ReentrantLock looking = new ReentrantLock();
  // The sources whose identity was checked since they last changed it.
  private final Verified verified = new Verified();
  private final AtomicLong passes = new AtomicLong();
  // The number of the last pass that was clean; guarded by turn.
  private long lastClean;
  private final LastLook lastLook = new LastLook();
  private volatile RecoveryReport last = NOTHING;
  private volatile @Nullable String passFailure;

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
    this.identities = new Identities(store);
    this.lastResource = new LastResourceMemory(store, registry);
    this.holds = new Holds(store, lastResource);
    this.aftermath = new Aftermath(store, events, lastResource, afterCleanPass);
    this.history = new HistoryFile(store.directory());
    this.rollCall = new RollCall(registry, identities, backoff, bound);
    this.lookers = new RollCall(registry, identities, backoff, bound);
  }

  /**
   * A pass that lets resources rest which did not answer.
   *
   * @return what it did
   */
  public RecoveryReport periodicPass() {
    return pass(false, line -> {});
  }

  /**
   * A pass that asks every resource.
   *
   * @param progress told now and then
   * @return what it did
   */
  public RecoveryReport scan(Consumer<String> progress) {
    return pass(true, progress);
  }

  /**
   * A pass that asks every resource.
   *
   * @return what it did
   */
  public RecoveryReport scan() {
    return scan(line -> {});
  }

  /** Nobody else acts while it is held. */
  ReentrantLock turn() {
    return turn;
  }

  /** Looks; the caller closes it. Safe beside a pass. */
  Survey survey(boolean eager) {
    looking.lock();
    try {
      Survey survey = begin(lookers, eager);
      boolean done = false;
      try {
        survey.complete();
        done = true;
        return survey;
      } finally {
        if (!done) {
          survey.close();
        }
      }
    } finally {
      looking.unlock();
    }
  }

  private Survey begin(RollCall whom, boolean eager) {
    Journal journal = store.journal();
    // The log before the lists: what is decided later cannot be missing from them.
    List<DecisionRecord> decisions = abandoned(journal);
    String missing = lastResource.missing();
    Verified.Check check = verified.check();
    Sources sources =
        new Sources(
            identities,
            backoff,
            events,
            check,
            whom.begin(eager, missing == null),
            registry.lastResource(),
            missing == null
                ? null
                : "the last resource '"
                    + missing
                    + "' could hold its decision: configure it again");
    Witness witness = new Witness(history, journal);
    return new Survey(
        sources, new Verdicts(store.identity(), journal, live, sources, witness), decisions);
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
        pass(false, line -> {});
      }
    } finally {
      turn.unlock();
    }
  }

  private RecoveryReport pass(boolean eager, Consumer<String> progress) {
    turn.lock();
    try {
      RecoveryReport done = passInTurn(eager, progress);
      passFailure = null;
      return done;
    } catch (RuntimeException | Error e) {
      passFailure = String.valueOf(e);
      throw e;
    } finally {
      turn.unlock();
    }
  }

  private RecoveryReport passInTurn(boolean eager, Consumer<String> progress) {
    long number = passes.incrementAndGet();
    Journal journal = store.journal();
    journal.flush();
    PassReport report = new PassReport(progress);
    List<Hold> held;
    Map<String, Duration> ages;
    try (Survey survey = begin(rollCall, eager)) {
      act(survey, report);
      survey.sources().unreachable().forEach(report::unreachable);
      held = holds(survey);
      ages = survey.sources().oldestPrepared();
      held.forEach(hold -> report.held(hold.reason()));
    }
    journal.flush();
    RecoveryReport built = report.build(journal.open().size());
    lastLook.passed(seen(built.remaining(), held, built.unreachable(), ages));
    if (built.isClean()) {
      lastClean = number;
    }
    last = built;
    aftermath.of(built);
    return built;
  }

  /** What a pass, or a look, found, for those who must not wait for one. */
  LastLook.Seen seen(
      List<InDoubtTransaction> transactions,
      List<Hold> holds,
      List<String> unreachable,
      Map<String, Duration> ages) {
    return new LastLook.Seen(
        WallClock.millis(), transactions, holds, unreachable, store.freeBytes(), ages);
  }

  /** Finishes what it can of the resources that have answered, then waits for the next ones. */
  private void act(Survey survey, PassReport report) {
    Journal journal = store.journal();
    DecidedPass decided = new DecidedPass(journal, events, report, survey);
    OrphanPass orphans = new OrphanPass(events, report, survey.sources());
    while (survey.next()) {
      survey.decisions().stream()
          .map(decision -> journal.find(decision.transactionId()))
          .forEach(now -> now.ifPresent(decided::finish));
      for (Survey.Undecided branch : survey.look()) {
        orphans.settle(branch);
        if (branch.verdict().condition() == BranchCondition.HELD) {
          report.held(branch.verdict().reason());
        }
      }
    }
  }

  /** What else than a transaction waits for an operator. */
  List<Hold> holds(Survey survey) {
    return holds.of(survey);
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

  /**
   * To be called at start, before any transaction: remembers the last resource, since from its
   * first transaction on it may hold decisions.
   *
   * @throws IOException if the store cannot be written
   * @throws dev.tutti.tm.config.ConfigurationException if another one may still hold decisions
   */
  public void prepare() throws IOException {
    lastResource.prepare();
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

  RecoveryReport lastReport() {
    return last;
  }

  LastLook lastLook() {
    return lastLook;
  }

  /** Why the last pass did not come to its end. */
  Optional<String> passFailure() {
    return Optional.ofNullable(passFailure);
  }

  /** Why a resource did not answer when it was asked last. */
  Optional<String> whyUnreachable(String resource) {
    Optional<String> why = backoff.why(resource);
    return why.isEmpty() && lastLook.seen().unreachable().contains(resource)
        ? Optional.of("it did not answer in the last recovery pass")
        : why;
  }

  /** Accepts that a resource is another server than before. */
  void acceptIdentity(String resource) throws ResourceUnavailableException {
    turn.lock();
    try {
      identities.accept(
          registry
              .find(resource)
              .orElseThrow(
                  () -> new IllegalArgumentException("there is no resource '" + resource + "'")));
      lastLook.released("server-" + resource);
    } finally {
      turn.unlock();
    }
  }

  /** Gives up what a last resource that is gone could tell. */
  void releaseLastResource() throws IOException {
    lastResource.remember();
  }

  HistoryFile history() {
    return history;
  }

  Store store() {
    return store;
  }

  Registry registry() {
    return registry;
  }

  EventHub events() {
    return events;
  }

  /** Ends the threads that ask. No pass may follow. */
  @Override
  public void close() {
    turn.lock();
    try {
      rollCall.close();
      lookers.close();
    } finally {
      turn.unlock();
    }
  }
}
