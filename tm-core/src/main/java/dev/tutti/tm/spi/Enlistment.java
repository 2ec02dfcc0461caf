package dev.tutti.tm.spi;

import java.time.Duration;
import javax.transaction.xa.XAResource;

/**
 * One transaction as one resource manager sees it: where it enlists its branch. Valid for the call
 * of {@link Participant#join} and, through {@link #gate()} and the callbacks, until the end of the
 * transaction. Exactly one of the {@code enlist} methods is called, at most once.
 */
public interface Enlistment {

  /**
   * The transaction.
   *
   * @return its id, as receipts and events show it; printable ASCII, at most 128 characters
   */
  String transactionId();

  /**
   * How long the transaction still has.
   *
   * @return the time until its timeout, never negative; adapters use it for statement timeouts
   */
  Duration remaining();

  /**
   * Whether the application said that it will write nothing. A hint: a source may use it to work
   * less, and may refuse to write.
   *
   * @return false unless it said so when the transaction began
   */
  default boolean readOnly() {
    return false;
  }

  /**
   * The gate of this branch, closed by the transaction system before the branch ends.
   *
   * @return the gate, the same for each call
   */
  HandleGate gate();

  /**
   * Enlists a two-phase branch: the guard starts it ({@code xa_start}) before this returns and
   * drives it from then on. Only for an {@link XaResourceManager}.
   *
   * @param resource the resource of the connection that does the work; its own, not shared with
   *     another transaction until {@link #whenReleased} says so
   * @throws Exception if the branch cannot be started; the transaction is marked for rollback
   */
  void enlist(XAResource resource) throws Exception;

  /**
   * Enlists the last resource. Only for a {@link LastResourceManager}.
   *
   * @param branch committed in one phase after all other branches have prepared
   * @throws Exception if the transaction accepts no more branches
   */
  void enlist(LastResourceBranch branch) throws Exception;

  /**
   * Enlists a volatile branch. No log record waits for it.
   *
   * @param branch asked before the two phases, told after them
   * @throws Exception if the transaction accepts no more branches
   */
  void enlist(VolatileBranch branch) throws Exception;

  /**
   * Registers what returns the connection to its pool. Runs once, after the transaction has ended,
   * whatever came of it, on the thread that ended it; must not throw and not wait long.
   *
   * @param release told whether the branch is finished on the server. False means that it is still
   *     prepared, or that nobody knows: the connection must not be used for other work
   */
  void whenReleased(Release release);

  /** What {@link #whenReleased} calls. */
  @FunctionalInterface
  interface Release {
    /**
     * The transaction has ended.
     *
     * @param finished true if the server has nothing of this branch any more, so that the
     *     connection may be used again
     */
    void released(boolean finished);
  }
}
