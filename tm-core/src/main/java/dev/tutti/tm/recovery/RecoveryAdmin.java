package dev.tutti.tm.recovery;

import dev.tutti.tm.spi.ResourceUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sees and settles what is in doubt. Thread-safe.
 *
 * <p>Looking ({@link #list}, {@link #show}, {@link #explain}, {@link #plan}) changes nothing. What
 * an operator decides is planned first and performed then; the history has it before anything is
 * done.
 */
public interface RecoveryAdmin {

  /**
   * Runs one recovery pass now, on the calling thread, and waits for it. Two passes never run at
   * once; live transactions are not touched.
   *
   * @return what it did and what is left
   */
  default RecoveryReport scan() {
    return scan(line -> {});
  }

  /**
   * The same, with progress.
   *
   * @param progress told now and then what has been done; called on this thread
   * @return what it did and what is left
   */
  RecoveryReport scan(Consumer<String> progress);

  /**
   * What the last pass left, without asking any resource.
   *
   * @return the last report; an empty one if no pass has run
   */
  RecoveryReport lastReport();

  /**
   * What is known of the running system, at once: nothing and nobody is asked for it, so it answers
   * also while a resource hangs.
   *
   * @return a snapshot; {@link DoubtVitals#seenAtMillis} says how old a part of it is
   */
  Vitals vitals();

  /**
   * Whether the process is alive, and ready for new work. As quick as {@link #vitals}.
   *
   * @return two answers, each with its reasons
   */
  default Health health() {
    return vitals().health();
  }

  /**
   * Joins the log with what every resource lists as prepared. Changes nothing, and does not wait
   * for a pass that is running.
   *
   * @return everything in doubt now
   */
  RecoveryList list();

  /**
   * One transaction.
   *
   * @param id its id, or the beginning of one that begins like no other in doubt
   * @return empty if it is not in doubt
   */
  Optional<InDoubtTransaction> show(String id);

  /**
   * Explains a transaction or a hold: what happened, what each source holds now, and what each
   * possible decision leads to. Codes are explained by {@link Codes}.
   *
   * @param id of a transaction or a hold
   * @return the explanation; also of what is not in doubt (any more)
   */
  Explanation explain(String id);

  /**
   * Plans a decision.
   *
   * @param subject a transaction, a hold ({@link Resolution#RELEASE}) or a node ({@link
   *     Resolution#ADOPT})
   * @param resolution what to do with it
   * @return what it would do; nothing is changed
   */
  ResolutionPlan plan(String subject, Resolution resolution);

  /**
   * Performs a plan. Idempotent: what is done already is not done again. The decision is durable in
   * the history before the first step.
   *
   * @param plan as {@link #plan} gave it
   * @param approval who and why
   * @return what came of it
   * @throws ResolutionRefusedException if the plan is refused, needs force, the situation has
   *     changed since, or the history cannot be written
   */
  ResolutionResult perform(ResolutionPlan plan, Approval approval);

  /**
   * What operators have decided on this store.
   *
   * @return oldest first
   */
  List<HistoryEntry> history();

  /**
   * Stops new transactions on this node for good, waits for those that run, and finishes what is in
   * doubt, as long as the patience lasts. A restart ends it.
   *
   * @param patience 0 to 1 day
   * @param progress told what is waited for; called on this thread
   * @return whether the node can be deleted
   */
  DrainReport drain(Duration patience, Consumer<String> progress);

  /**
   * Proves for each resource that a branch can be recovered, by preparing one, dropping its
   * connection and rolling it back over another; and looks at what its guarantee depends on, and at
   * the store. No pass runs meanwhile; live transactions go on.
   *
   * @param progress told what is looked at; called on this thread
   * @return what was found, each with its fix
   */
  DoctorReport examine(Consumer<String> progress);

  /**
   * Accepts that a resource is another server than before (replaced), or was set back to an earlier
   * moment (restored), and ends the hold on its recovery and on new work.
   *
   * @param resource its name
   * @throws IllegalArgumentException if there is no such resource
   * @throws ResourceUnavailableException if it cannot be asked who it is
   */
  void acceptIdentity(String resource) throws ResourceUnavailableException;
}
