package dev.tutti.xa.cache;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Bounded storage in memory: all that is asked of a cache product. Thread-safe; each call is atomic
 * for its key. May drop any entry at any time.
 */
interface CacheStore<V> {

  void open();

  @Nullable CacheEntry<V> get(String key);

  void put(String key, CacheEntry<V> entry);

  void remove(String key);

  void clear();

  long size();

  void forEach(BiConsumer<String, CacheEntry<V>> each);

  /** Idempotent. */
  void close();

  /** Makes the store of a resource, whatever its values are. */
  @FunctionalInterface
  interface Factory {
    <T> CacheStore<T> create(String name, int maxEntries);
  }
}
