package dev.tutti.tm.branch;

import dev.tutti.tm.log.BranchRecord;
import dev.tutti.tm.outcome.BranchOutcome;
import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.spi.TransactionEvent.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * One transaction from its beginning to its end in this process: its branches, its handles, its
 * deadline and what is known of its outcome. Thread-safe. Time is measured on the monotonic clock.
 */
public final class LiveTransaction {

  /** What it asks of the engine. */
  public interface Engine {
    /**
     * Puts a guarded branch under the engine's control.
     *
     * @param guard the branch
     * @throws Exception if the transaction takes no more branches, or the branch cannot start
     */
    void enlist(XAResource guard) throws Exception;

    /** Dooms the transaction. */
    void setRollbackOnly();

    /**
     * Asked before a source's first branch: whether it is the server that recovery knows.
     *
     * @param participant the source
     * @throws Exception if it is another one, or cannot be asked
     */
    void verify(Participant<?> participant) throws Exception;

    /** The transaction is over in every respect: forget it. */
    void ended();
  }

  /**
   * Why it cannot commit: the first that refused.
   *
   * @param resource who
   * @param reason why, for people
   * @param cause what was thrown, if anything
   */
  public record Refusal(String resource, String reason, @Nullable Throwable cause) {}

  private final String id;
  private final String name;
  private final Duration timeout;
  private final boolean readOnly;
  private final Duration drain;
  private final EventHub events;
  private final Engine engine;
  private final long begunAt = System.nanoTime();
  private final List<GuardedBranch> branches = new CopyOnWriteArrayList<>();
  private final List<VolatileGuard> volatiles = new CopyOnWriteArrayList<>();
  private final Handles handles;
  private final Crew crew = new Crew();
  private final Queue<Runnable> afterwards = new ConcurrentLinkedQueue<>();
  private Decision decision = Decision.NONE;
  private @Nullable Refusal refusal;
  private boolean expired;
  private boolean completing;
  private boolean over;

  /**
   * Begins one; the engine has begun its own.
   *
   * @param id as people see it
   * @param name for people; may be empty
   * @param timeout after which it is rolled back
   * @param readOnly whether sources may take it that nothing will be written
   * @param drain how long its end waits for calls in drivers
   * @param events told everything
   * @param engine the engine
   */
  public LiveTransaction(
      String id,
      String name,
      Duration timeout,
      boolean readOnly,
      Duration drain,
      EventHub events,
      Engine engine) {
    this.id = id;
    this.name = name;
    this.timeout = timeout;
    this.readOnly = readOnly;
    this.drain = drain;
    this.events = events;
    this.engine = engine;
    handles = new Handles(this, engine);
  }

  /** The engine knows it, and the calling thread has it: tells that it began. */
  public void begun() {
    tell(new TransactionEvent.Begun(id, name, timeout));
  }

  /**
   * The transaction's id.
   *
   * @return as people see it
   */
  public String id() {
    return id;
  }

  /**
   * The handle of a participant; joins it on first use.
   *
   * @param <H> type of the handle
   * @param participant the source
   * @return the handle
   * @throws HandleClosedException if the transaction is over
   * @throws Exception if the source cannot join; the transaction is doomed
   */
  public <H> H join(Participant<H> participant) throws Exception {
    return handles.join(participant);
  }

  void enlist(GuardedBranch branch) throws Exception {
    // Before the engine starts it: a branch that fails to start must still be released.
    branches.add(branch);
    engine.enlist(branch);
  }

  synchronized void enlist(VolatileGuard branch) {
    if (over) {
      throw new HandleClosedException(branch.resource(), id, whyOver());
    }
    volatiles.add(branch);
  }

  /** While a source joins; one that took longer than the transaction is released after its join. */
  void onRelease(Runnable release) {
    handles.onRelease(release);
  }

  /**
   * Asks the volatile branches for their veto, and closes their handles. Called before the phases.
   *
   * @throws Exception the veto
   */
  public void beforeCompletion() throws Exception {
    for (VolatileGuard branch : volatiles) {
      try {
        branch.beforeCompletion();
      } catch (Exception e) {
        refusedBy(branch.resource(), "it vetoed", e);
        throw e;
      }
    }
  }

  /** The phases have begun: the deadline no longer interrupts work, it forbids votes. */
  synchronized void completing() {
    completing = true;
  }

  /**
   * Records what is known of the outcome. Only the first word counts, but for a commit that follows
   * from a doubt.
   *
   * @param next commit, rollback or unknown
   */
  public void decided(Decision next) {
    boolean changed;
    synchronized (this) {
      changed = decision == Decision.NONE;
      if (changed) {
        decision = next;
      }
    }
    if (changed && next != Decision.UNKNOWN) {
      tell(new TransactionEvent.Decided(id, next == Decision.COMMIT));
    }
  }

  Decision decideRollback() {
    decided(Decision.ROLLBACK);
    return decision();
  }

  /**
   * What is known of the outcome.
   *
   * @return the decision
   */
  public synchronized Decision decision() {
    return decision;
  }

  synchronized void refusedBy(String resource, String reason, @Nullable Throwable cause) {
    if (refusal == null && decision != Decision.COMMIT) {
      refusal = new Refusal(resource, reason, cause);
    }
  }

  /**
   * The log could not take the decision.
   *
   * @param cause why
   */
  public void refusedByLog(Throwable cause) {
    // Its own words, which say where and what to do, not those of the disk below.
    refusedBy("decision log", "it could not take the decision: " + cause.getMessage(), cause);
  }

  /**
   * Dooms it for a reason that is not a source's.
   *
   * @param who what refuses, for people
   * @param reason why, for people
   * @param cause what was thrown, if anything
   */
  public void doom(String who, String reason, @Nullable Throwable cause) {
    refusedBy(who, reason, cause);
    engine.setRollbackOnly();
  }

  /**
   * Whether what was thrown is a conflict with another transaction, in the words of a source that
   * takes part.
   *
   * @param thrown what was thrown
   * @return true if the same work may succeed when it is repeated
   */
  public boolean isConflict(Throwable thrown) {
    return handles.isConflict(thrown);
  }

  /**
   * The first that refused.
   *
   * @return empty if nobody did
   */
  public synchronized Optional<Refusal> refusal() {
    return Optional.ofNullable(refusal);
  }

  /**
   * The deadline has passed. While the application works, its handles are closed (calls in drivers
   * are cancelled, then aborted) and the answer says to roll back now; during the phases no further
   * vote counts.
   *
   * @return true if the caller must roll the transaction back
   */
  public boolean expire() {
    synchronized (this) {
      if (over || decision == Decision.COMMIT) {
        return false;
      }
      expired = true;
      if (completing) {
        return false;
      }
    }
    for (GuardedBranch branch : branches) {
      branch.endWork(false);
    }
    volatiles.forEach(VolatileGuard::close);
    return true;
  }

  /**
   * The work has failed. If the deadline has passed, that is why: a driver's own bound can be
   * quicker than the watch.
   */
  public synchronized void failed() {
    if (!over && !completing && decision == Decision.NONE && remaining().isZero()) {
      expired = true;
    }
  }

  /**
   * Gets a call of the phases out of a driver that does not answer, by aborting its connection. To
   * be called when the deadline has passed for longer than the drain.
   *
   * @param late whether it has passed for so long that even an only phase is cut
   * @return false if the transaction is over
   */
  public boolean abortStuckPhases(boolean late) {
    synchronized (this) {
      if (over) {
        return false;
      }
    }
    branches.forEach(b -> b.abortStuckPhase(late));
    return true;
  }

  /**
   * Whether the deadline passed before the decision.
   *
   * @return true if it timed out
   */
  public synchronized boolean isExpired() {
    return expired;
  }

  String expiry() {
    return "it timed out after " + timeout.toSeconds() + " s";
  }

  /**
   * How long it has lived.
   *
   * @return since it began
   */
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - begunAt);
  }

  /**
   * Time until the deadline.
   *
   * @return never negative
   */
  public Duration remaining() {
    Duration left = timeout.minusNanos(System.nanoTime() - begunAt);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Who works in it.
   *
   * @return the same for each call
   */
  public Crew crew() {
    return crew;
  }

  /**
   * Refuses the commit that the calling thread is about to do if others still work in it: what they
   * have not done yet would be missing.
   */
  public void requireAlone() {
    Duration left = remaining();
    List<String> others = crew.close(left.compareTo(drain) < 0 ? left : drain);
    if (!others.isEmpty()) {
      doom(
          "the commit",
          "refused while "
              + String.join(", ", others)
              + " still worked in the transaction; wait for them before it ends",
          null);
    }
  }

  /**
   * Registers what runs once when it is over in every respect; at once if it is.
   *
   * @param action must not wait
   */
  public void whenOver(Runnable action) {
    afterwards.add(action);
    if (isFinished()) {
      tellAfterwards();
    }
  }

  private void tellAfterwards() {
    Runnable action = afterwards.poll();
    while (action != null) {
      action.run();
      action = afterwards.poll();
    }
  }

  boolean isReadOnly() {
    return readOnly;
  }

  Duration drain() {
    return drain;
  }

  /**
   * Whether the engine is done with it.
   *
   * @return true once {@link #finish} has run
   */
  public synchronized boolean isFinished() {
    return over;
  }

  synchronized boolean isOver() {
    return over || expired;
  }

  String whyOver() {
    if (isExpired()) {
      return expiry();
    }
    return switch (decision()) {
      case COMMIT -> "it has committed";
      case ROLLBACK -> "it was rolled back";
      default -> "it is ending or over";
    };
  }

  void tell(TransactionEvent event) {
    events.on(event);
  }

  /**
   * What the log has to keep.
   *
   * @return the branches to commit later, or that decided by themselves
   */
  public List<BranchRecord> records() {
    List<BranchRecord> all =
        branches.stream().map(GuardedBranch::record).flatMap(Optional::stream).toList();
    // What is done is kept beside what is not, for whoever has to explain it.
    return all.stream().allMatch(r -> r.progress() == BranchRecord.Progress.DONE) ? List.of() : all;
  }

  /**
   * What each resource did.
   *
   * @return in the order of joining, the volatile ones last
   */
  public List<BranchOutcome> outcomes() {
    List<BranchOutcome> all = new ArrayList<>();
    branches.forEach(b -> all.add(b.outcome()));
    volatiles.forEach(v -> all.add(v.outcome()));
    return all;
  }

  /**
   * How it ended for its caller.
   *
   * @return meaningful once {@link #finish} has run
   */
  public Ending ending() {
    boolean heuristic = branches.stream().anyMatch(b -> b.state().isHeuristic());
    if (heuristic) {
      return Ending.HEURISTIC;
    }
    return switch (decision()) {
      case UNKNOWN -> Ending.UNKNOWN;
      case COMMIT ->
          branches.stream().allMatch(GuardedBranch::finished)
              ? Ending.COMMITTED
              : Ending.COMMITTED_PENDING;
      default -> isExpired() ? Ending.TIMED_OUT : Ending.ROLLED_BACK;
    };
  }

  /**
   * The engine is done: memory follows the outcome, connections go back. Idempotent.
   *
   * @param committed whether the engine says committed, for a transaction without a decision of its
   *     own (nothing to log)
   */
  public void finish(boolean committed) {
    decided(committed ? Decision.COMMIT : Decision.ROLLBACK);
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    Ending ending = ending();
    boolean plain = ending != Ending.UNKNOWN && ending != Ending.HEURISTIC;
    for (VolatileGuard branch : volatiles) {
      branch.finish(plain ? decision() : Decision.UNKNOWN);
    }
    // The work of a branch that failed to start was never ended by the engine.
    branches.forEach(b -> b.endWork(false));
    branches.forEach(GuardedBranch::disarm);
    handles.release();
    Duration took = Duration.ofNanos(System.nanoTime() - begunAt);
    tell(new TransactionEvent.Completed(id, ending, outcomes(), took));
    engine.ended();
    tellAfterwards();
  }

  /**
   * What the caller named it.
   *
   * @return may be empty
   */
  public String name() {
    return name;
  }
}
