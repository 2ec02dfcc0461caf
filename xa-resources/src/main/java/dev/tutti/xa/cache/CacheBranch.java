package dev.tutti.xa.cache;

import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.VolatileBranch;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One transaction at a cache: the writes that wait for its outcome, and the keys it holds for them.
 *
 * <p>Whatever can wait (for a key, for the source) waits outside the gate, so that the end of the
 * transaction never waits for it; each call within the gate is short and in memory.
 */
final class CacheBranch<V> implements TransactionalMap<String, V>, VolatileBranch {

  private final String resource;
  private final CacheContents<V> contents;
  private final CacheOptions<V> options;
  private final Enlistment enlistment;
  private final KeyTable.Writer self;

  /** What becomes of a key; null removes it. */
  private record Write<V>(@Nullable V value) {}

  /** Guarded by this. Its keys are those that are held. */
  private final Map<String, Write<V>> writes = new HashMap<>();

  /** Guarded by this. */
  private boolean over;

  private volatile @Nullable TransactionalCacheException veto;

  CacheBranch(
      String resource, CacheContents<V> contents, CacheOptions<V> options, Enlistment enlistment) {
    this.resource = resource;
    this.contents = contents;
    this.options = options;
    this.enlistment = enlistment;
    this.self = new KeyTable.Writer(enlistment.transactionId());
  }

  @Override
  public @Nullable V get(String key) {
    Optional<Write<V>> own = enlistment.gate().call(() -> written(key));
    if (own.isPresent()) {
      return own.get().value();
    }
    V found = contents.find(key);
    // Asked again: a value is handed out only while the transaction is active.
    return enlistment.gate().call(() -> written(key)).orElse(new Write<>(found)).value();
  }

  private synchronized Optional<Write<V>> written(String key) {
    return Optional.ofNullable(writes.get(key));
  }

  @Override
  public void put(String key, V value) {
    write(key, new Write<>(options.copy().apply(Objects.requireNonNull(value, "value"))));
  }

  @Override
  public void remove(String key) {
    write(key, new Write<>(null));
  }

  private void write(String key, Write<V> write) {
    long began = System.nanoTime();
    Duration most = options.lockTimeout();
    if (enlistment.remaining().compareTo(most) < 0) {
      most = enlistment.remaining();
    }
    while (true) {
      KeyTable.Writer holder = enlistment.gate().call(() -> tryWrite(key, write));
      if (holder.equals(self)) {
        return;
      }
      await(key, holder, most.toNanos() - (System.nanoTime() - began));
    }
  }

  private synchronized KeyTable.Writer tryWrite(String key, Write<V> write) {
    if (over) {
      throw new IllegalStateException(
          resource + ": transaction " + self.transactionId() + " ended");
    }
    if (!writes.containsKey(key)) {
      KeyTable.Writer holder = contents.keys().lock(key, self);
      if (!holder.equals(self)) {
        return holder;
      }
    }
    writes.put(key, write);
    return self;
  }

  private void await(String key, KeyTable.Writer holder, long nanos) {
    try {
      CompletableFuture.anyOf(holder.ended(), self.ended()).get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw vetoed(
          key,
          "is being written by transaction "
              + holder.transactionId()
              + ", which did not end in time; this transaction is rolled back: try it again",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw vetoed(key, "the thread was interrupted while it waited for the key", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a transaction is not a failure", e);
    }
  }

  private TransactionalCacheException vetoed(String key, String problem, Exception cause) {
    TransactionalCacheException refusal =
        new TransactionalCacheException(resource, key, problem, cause);
    veto = refusal;
    return refusal;
  }

  @Override
  public void beforeCompletion() {
    TransactionalCacheException refusal = veto;
    if (refusal != null) {
      throw refusal;
    }
  }

  @Override
  public synchronized void committed() {
    if (!over) {
      try {
        writes.forEach((key, write) -> contents.apply(key, write.value()));
      } finally {
        release();
      }
    }
  }

  @Override
  public synchronized void rolledBack(boolean unknown) {
    if (!over) {
      try {
        if (unknown) {
          writes.keySet().forEach(key -> contents.doubt(key, self.transactionId()));
        }
      } finally {
        release();
      }
    }
  }

  private void release() {
    over = true;
    writes.keySet().forEach(key -> contents.keys().unlock(key, self));
    writes.clear();
    self.ended().complete(null);
  }
}
