package dev.tutti.xa.cache;

import dev.tutti.tm.spi.RefillSource;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What is committed: the store, and the source behind it. Thread-safe. */
final class CacheContents<V> {

  private final String name;
  private final CacheStore<V> store;
  private final CacheOptions<V> options;
  private final KeyTable keys = new KeyTable();

  /** Keys whose last writer has an unknown outcome, and which: not cached until that is over. */
  private final Map<String, String> doubtful = new ConcurrentHashMap<>();

  private final LongAdder rebuilt = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private volatile boolean neverCacheLoads;
  private volatile boolean storeIsWrong;

  CacheContents(String name, CacheStore<V> store, CacheOptions<V> options) {
    this.name = name;
    this.store = store;
    this.options = options;
  }

  KeyTable keys() {
    return keys;
  }

  long rebuilt() {
    return rebuilt.sum();
  }

  long failures() {
    return failures.sum();
  }

  /** The committed value, from the source if it is not here. Never within the gate: it may wait. */
  @Nullable V find(String key) {
    CacheEntry<V> entry = peek(key);
    return entry != null ? entry.value() : load(key);
  }

  /** Only what is here. */
  @Nullable CacheEntry<V> peek(String key) {
    return storeIsWrong ? null : store.get(key);
  }

  private @Nullable V load(String key) {
    RefillSource source = options.source();
    if (source == null) {
      return null;
    }
    KeyTable.Ticket ticket = keys.beginLoad(key);
    V value = null;
    try {
      Optional<Map<String, String>> row = source.find(key);
      if (row.isPresent()) {
        value = options.fromRow().apply(row.get());
      }
      return value;
    } catch (ResourceUnavailableException e) {
      throw new TransactionalCacheException(
          name,
          key,
          "is not cached, and its source cannot be asked ("
              + e.getMessage()
              + "); try again when the source answers",
          e);
    } finally {
      if (ticket != null) {
        V loaded = value;
        keys.endLoad(key, ticket, () -> publish(key, loaded));
      }
    }
  }

  private void publish(String key, @Nullable V loaded) {
    if (loaded == null || neverCacheLoads || storeIsWrong || doubtful.containsKey(key)) {
      return;
    }
    try {
      store.put(key, new CacheEntry<>(loaded, true));
      rebuilt.increment();
    } catch (RuntimeException | Error e) {
      failures.increment();
      evict(key);
    }
  }

  /** Before the first transaction. Rows that cannot be had now are had on a miss. */
  void refill() {
    RefillSource source = options.source();
    if (source == null || !options.refillAtStart()) {
      return;
    }
    try {
      source.forEach(
          options.maxEntries(),
          (key, row) -> {
            store.put(key, new CacheEntry<>(options.fromRow().apply(row), true));
            rebuilt.increment();
          });
    } catch (ResourceUnavailableException | RuntimeException e) {
      failures.increment();
    }
  }

  /** The transaction that holds the key has committed; null removes. */
  void apply(String key, @Nullable V value) {
    try {
      if (value == null) {
        store.remove(key);
      } else {
        store.put(key, new CacheEntry<>(value, false));
      }
    } catch (RuntimeException | Error e) {
      failures.increment();
      evict(key);
    }
    doubtful.remove(key);
  }

  /** Nobody knows what came of the transaction that holds the key. */
  void doubt(String key, String transactionId) {
    evict(key);
    if (doubtful.size() >= options.maxEntries()) {
      // The list is bounded too; from here on every miss asks the source.
      neverCacheLoads = true;
      doubtful.clear();
    } else if (!neverCacheLoads) {
      doubtful.put(key, transactionId);
    }
  }

  /** Recovery committed something in a source: what was loaded before may be older than it. */
  void recovered(String transactionId) {
    keys.withdrawLoads();
    clear();
    doubtful.values().removeIf(transactionId::equals);
  }

  private void evict(String key) {
    try {
      store.remove(key);
    } catch (RuntimeException | Error e) {
      failures.increment();
      clear();
    }
  }

  private void clear() {
    try {
      store.clear();
    } catch (RuntimeException | Error e) {
      failures.increment();
      storeIsWrong = true;
    }
  }
}
