package dev.tutti.tm.spi;

/**
 * The part of a transaction that lives in memory: it can veto, and it follows the outcome. JTA 2.0,
 * section 3.3.2: a {@code Synchronization}, not a branch of the two phases.
 */
public interface VolatileBranch {

  /**
   * Asked before the first phase, while the transaction can still be rolled back.
   *
   * @throws Exception to veto: the transaction is rolled back
   */
  default void beforeCompletion() throws Exception {}

  /** The transaction is decided as committed: make the changes visible. Must not throw. */
  void committed();

  /**
   * The transaction is rolled back, or nobody knows what came of it: drop the changes, and any
   * cached value that they would have changed. Must not throw.
   *
   * @param unknown true if the outcome is not known
   */
  void rolledBack(boolean unknown);
}
