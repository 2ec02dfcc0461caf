package dev.tutti.tm.transactional;

import org.jspecify.annotations.Nullable;

/**
 * Runs methods by the rules of {@code jakarta.transaction.Transactional} (JTA 2.0, section 3.7).
 * Every front door ends here, so that they cannot differ. Thread-safe.
 */
public interface TransactionalInvoker {

  /**
   * Runs one call of a method. What the method throws is thrown as it is, whatever became of the
   * transaction; what went wrong besides is suppressed under it. If the method returned, but its
   * transaction did not commit, that is a {@link jakarta.transaction.TransactionalException} whose
   * cause is a {@link dev.tutti.tm.outcome.TuttiException}; a method that declares that exception,
   * or the one of JTA that says the same, gets it bare.
   *
   * <p>A suspended transaction is resumed in every case. After a return the calling thread has the
   * transaction that it had before.
   *
   * @param method the rules, read once
   * @param body the method; called again for each attempt, if the rules say so
   * @return what the method returned; in place of a {@link java.util.concurrent.CompletionStage}
   *     one that completes when the transaction has ended
   * @throws Throwable what the method threw, or why its transaction failed
   */
  @Nullable Object invoke(TransactionalMethod method, Body body) throws Throwable;

  /** The method behind a front door. */
  @FunctionalInterface
  interface Body {
    /**
     * Calls it.
     *
     * @return what it returned
     * @throws Throwable what it threw
     */
    @Nullable Object proceed() throws Throwable;
  }
}
