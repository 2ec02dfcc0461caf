package dev.tutti.tm.sync;

import dev.tutti.tm.outcome.Receipt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One write to many sources that happens everywhere or nowhere. Thread-safe.
 *
 * <p>Every method throws, besides what the operation throws, a {@link
 * dev.tutti.tm.outcome.TuttiException} where there is no receipt. An exception of the operation is
 * never lost: it is thrown, and what went wrong besides is suppressed under it. The calling thread
 * must have no transaction; {@link IllegalStateException} otherwise, and when the system is
 * stopped.
 */
public interface AtomicWrite {

  /**
   * Writes with options.
   *
   * @param <R> type of the result
   * @param <X> checked exception of the operation
   * @param options key, content, timeout, name
   * @param operation the work
   * @return the receipt
   * @throws X what the operation throws; everything is rolled back
   */
  <R extends @Nullable Object, X extends Exception> Receipt<R> write(
      WriteOptions options, WriteOperation<R, X> operation) throws X;

  /**
   * Writes without a key.
   *
   * @param <R> type of the result
   * @param <X> checked exception of the operation
   * @param operation the work
   * @return the receipt
   * @throws X what the operation throws; everything is rolled back
   */
  default <R extends @Nullable Object, X extends Exception> Receipt<R> write(
      WriteOperation<R, X> operation) throws X {
    return write(WriteOptions.none(), operation);
  }

  /**
   * Writes under a key: a repeat of a committed key writes nothing and answers a duplicate.
   *
   * @param <R> type of the result
   * @param <X> checked exception of the operation
   * @param key 1 to 200 characters
   * @param operation the work
   * @return the receipt
   * @throws X what the operation throws; everything is rolled back
   */
  default <R extends @Nullable Object, X extends Exception> Receipt<R> write(
      String key, WriteOperation<R, X> operation) throws X {
    return write(WriteOptions.key(key), operation);
  }

  /**
   * Writes on another thread.
   *
   * @param <R> type of the result
   * @param options key, content, timeout, name
   * @param executor runs the whole write on one of its threads
   * @param operation the work
   * @return completes with the receipt, or exceptionally with what {@link #write} would throw
   */
  <R extends @Nullable Object> CompletionStage<Receipt<R>> writeAsync(
      WriteOptions options, Executor executor, WriteOperation<R, ? extends Exception> operation);

  /**
   * Writes on a thread of its own: a virtual one where the platform has them, else a daemon thread.
   *
   * @param <R> type of the result
   * @param options key, content, timeout, name
   * @param operation the work
   * @return completes with the receipt, or exceptionally with what {@link #write} would throw
   */
  <R extends @Nullable Object> CompletionStage<Receipt<R>> writeAsync(
      WriteOptions options, WriteOperation<R, ? extends Exception> operation);
}
