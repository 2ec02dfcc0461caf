package dev.tutti.tm.sync;

import org.jspecify.annotations.Nullable;

/**
 * What to do in one transaction.
 *
 * @param <R> type of the result
 * @param <X> checked exception; any exception rolls everything back and is thrown to the caller
 */
@FunctionalInterface
public interface WriteOperation<R extends @Nullable Object, X extends Exception> {

  /**
   * Does the work.
   *
   * @param tx the transaction
   * @return the result
   * @throws X to roll back
   */
  R apply(WriteContext tx) throws X;
}
