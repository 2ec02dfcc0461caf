package dev.tutti.tm.spi;

/**
 * Between a handle and its source: open while the transaction is active, closed for ever before the
 * branch is ended, so that a thread which outlived its transaction cannot do anything. Thread-safe.
 */
public interface HandleGate {

  /**
   * Runs a call on the source if the gate is open. The end of the branch waits for the call for a
   * bounded time (see {@link #whenStuck}).
   *
   * @param <T> type of the answer
   * @param <X> checked exception of the call
   * @param call the call on the driver
   * @return its answer
   * @throws X what the call throws
   * @throws HandleClosedException if the transaction is no longer active, or stopped being active
   *     during the call: its effect is then rolled back, even where the driver returned normally
   */
  <T, X extends Exception> T call(GatedCall<T, X> call) throws X;

  /**
   * Whether calls pass.
   *
   * @return false once the transaction has begun to end
   */
  boolean isOpen();

  /**
   * Says how to get a call out of the driver when the transaction must end (timeout). The later
   * registration replaces the earlier.
   *
   * @param cancel asked first, for example {@code Statement.cancel()}; must not wait
   * @param abort asked when cancelling did not help within the bound, for example {@code
   *     Connection.abort()}: after it the source cannot receive anything of this branch
   */
  void whenStuck(Runnable cancel, Runnable abort);

  /**
   * A call on a driver.
   *
   * @param <T> type of the answer
   * @param <X> checked exception
   */
  @FunctionalInterface
  interface GatedCall<T, X extends Exception> {
    /**
     * Makes the call.
     *
     * @return its answer
     * @throws X what the driver throws
     */
    T call() throws X;
  }
}
