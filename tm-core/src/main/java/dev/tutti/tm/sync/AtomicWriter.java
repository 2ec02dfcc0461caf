package dev.tutti.tm.sync;

import dev.tutti.tm.branch.LiveTransaction;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.Receipt;
import dev.tutti.tm.outcome.TransactionSystemException;
import dev.tutti.tm.spi.Participant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Internal: the facade over the engine. */
public final class AtomicWriter implements AtomicWrite {

  private final TransactionRunner runner;
  private final Endings endings;
  private final Predicate<Participant<?>> registered;
  private final Optional<KeyRules<?>> keys;
  private final Duration defaultTimeout;
  private final Executor ownThreads;

  /**
   * Makes one.
   *
   * @param runner the engine
   * @param registered which sources may take part
   * @param keys the rules of keyed writes; empty if no receipts are configured
   * @param defaultTimeout of writes that set none
   * @param ownThreads runs asynchronous writes that bring no executor
   */
  public AtomicWriter(
      TransactionRunner runner,
      Predicate<Participant<?>> registered,
      Optional<KeyRules<?>> keys,
      Duration defaultTimeout,
      Executor ownThreads) {
    this.runner = runner;
    this.endings = new Endings(runner);
    this.registered = registered;
    this.keys = keys;
    this.defaultTimeout = defaultTimeout;
    this.ownThreads = ownThreads;
  }

  @Override
  public <R extends @Nullable Object, X extends Exception> Receipt<R> write(
      WriteOptions options, WriteOperation<R, X> operation) throws X {
    long from = System.nanoTime();
    LiveTransaction live = begin(options);
    R value;
    try {
      Optional<Receipt<R>> duplicate = claim(options, live, from);
      if (duplicate.isPresent()) {
        endings.rollback(live);
        return duplicate.get();
      }
      value = operation.apply(new LiveContext(live, registered));
    } catch (Throwable thrown) {
      // Everything is rethrown: the operation's own exception first, ours suppressed under it.
      throw AtomicWriter.<X>rethrow(endings.rolledBack(live, thrown));
    }
    return new Receipt<>(
        endings.commit(live),
        live.id(),
        value,
        live.outcomes(),
        Duration.ofNanos(System.nanoTime() - from));
  }

  private LiveTransaction begin(WriteOptions options) {
    if (options.key().isPresent() && keys.isEmpty()) {
      throw new IllegalStateException(
          "a write with a key needs receipts: name the database that keeps them (receipts: NAME)");
    }
    if (runner.isActive()) {
      throw new IllegalStateException(
          "this thread has a transaction already: use its handles, or end it before a write of its"
              + " own");
    }
    try {
      return runner.begin(options.name(), options.timeout().orElse(defaultTimeout));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new TransactionSystemException(
          "no transaction could be begun: " + Outcomes.line(e), "", List.of(), e);
    }
  }

  private <R extends @Nullable Object> Optional<Receipt<R>> claim(
      WriteOptions options, LiveTransaction live, long from) {
    if (options.key().isEmpty() || keys.isEmpty()) {
      return Optional.empty();
    }
    return keys.get()
        .claim(live, options.key().get(), options.content())
        .map(
            by ->
                new Receipt<R>(
                    Outcome.DUPLICATE,
                    by.transactionId(),
                    null,
                    List.of(),
                    Duration.ofNanos(System.nanoTime() - from)));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the operation declares X
  private static <X extends Exception> X rethrow(Throwable thrown) throws X {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (X) thrown;
  }

  @Override
  public <R extends @Nullable Object> CompletionStage<Receipt<R>> writeAsync(
      WriteOptions options, Executor executor, WriteOperation<R, ? extends Exception> operation) {
    CompletableFuture<Receipt<R>> stage = new CompletableFuture<>();
    executor.execute(
        () -> {
          try {
            stage.complete(write(options, operation));
          } catch (Exception | Error e) {
            stage.completeExceptionally(e);
          }
        });
    return stage;
  }

  @Override
  public <R extends @Nullable Object> CompletionStage<Receipt<R>> writeAsync(
      WriteOptions options, WriteOperation<R, ? extends Exception> operation) {
    return writeAsync(options, ownThreads, operation);
  }
}
