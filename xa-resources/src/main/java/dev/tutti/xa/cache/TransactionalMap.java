package dev.tutti.xa.cache;

import org.jspecify.annotations.Nullable;

/**
 * The entries of a cache as one transaction sees them: what is committed, and its own writes. Its
 * writes become visible to others when the transaction has committed, and never when it has not.
 * Dies with the transaction; thread-safe.
 *
 * <p>Isolation is read committed. The first write of a key takes that key until the transaction has
 * ended; another writer of the key waits for it for a bounded time. Readers never wait. Keys and
 * values are not null and must not be changed once they were given.
 *
 * <p>Every method throws {@link dev.tutti.tm.spi.HandleClosedException} once the transaction is
 * over.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface TransactionalMap<K, V> {

  /**
   * The value of a key. Where the cache has none and a source is configured, the source is asked.
   *
   * @param key the key
   * @return the value; null if there is none, neither here nor in the source
   * @throws TransactionalCacheException if the source must be asked and does not answer
   */
  @Nullable V get(K key);

  /**
   * Whether there is a value, here or in the source.
   *
   * @param key the key
   * @return true if {@link #get} answers a value
   * @throws TransactionalCacheException if the source must be asked and does not answer
   */
  default boolean containsKey(K key) {
    return get(key) != null;
  }

  /**
   * Sets a value when the transaction commits.
   *
   * @param key the key
   * @param value the value
   * @throws TransactionalCacheException if another transaction keeps the key for too long; this
   *     transaction can only roll back then
   */
  void put(K key, V value);

  /**
   * Removes a key when the transaction commits; no error if it is not there.
   *
   * @param key the key
   * @throws TransactionalCacheException if another transaction keeps the key for too long; this
   *     transaction can only roll back then
   */
  void remove(K key);
}
