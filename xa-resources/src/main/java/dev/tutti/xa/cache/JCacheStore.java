package dev.tutti.xa.cache;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/**
 * A cache of any JSR 107 provider, by reference. The standard has no word for a bound, so the keys
 * are counted here and the oldest is removed; what the provider itself drops is dropped as well.
 */
final class JCacheStore<V> implements CacheStore<V> {

  private final String name;
  private final int maxEntries;
  private final Supplier<CachingProvider> provider;
  private final Set<String> oldestFirst = new LinkedHashSet<>();
  private @Nullable CacheManager manager;
  private @Nullable Cache<String, CacheEntry<V>> cache;

  JCacheStore(String name, int maxEntries, Supplier<CachingProvider> provider) {
    this.name = name;
    this.maxEntries = maxEntries;
    this.provider = provider;
  }

  @Override
  public synchronized void open() {
    // The provider's default manager may be the application's too: it is not ours to close.
    CacheManager opened = provider.get().getCacheManager();
    cache =
        opened.createCache(
            name, new MutableConfiguration<String, CacheEntry<V>>().setStoreByValue(false));
    manager = opened;
  }

  private Cache<String, CacheEntry<V>> cache() {
    Cache<String, CacheEntry<V>> open = cache;
    if (open == null) {
      throw new IllegalStateException(name + ": the cache is closed");
    }
    return open;
  }

  @Override
  public @Nullable CacheEntry<V> get(String key) {
    Cache<String, CacheEntry<V>> open;
    synchronized (this) {
      open = cache();
    }
    return open.get(key);
  }

  @Override
  public synchronized void put(String key, CacheEntry<V> entry) {
    oldestFirst.remove(key);
    if (oldestFirst.size() >= maxEntries) {
      Iterator<String> oldest = oldestFirst.iterator();
      cache().remove(oldest.next());
      oldest.remove();
    }
    oldestFirst.add(key);
    cache().put(key, entry);
  }

  @Override
  public synchronized void remove(String key) {
    cache().remove(key);
    oldestFirst.remove(key);
  }

  @Override
  public synchronized void clear() {
    cache().clear();
    oldestFirst.clear();
  }

  @Override
  public long size() {
    long[] count = {0};
    forEach((key, entry) -> count[0]++);
    return count[0];
  }

  @Override
  public void forEach(BiConsumer<String, CacheEntry<V>> each) {
    Cache<String, CacheEntry<V>> open;
    synchronized (this) {
      open = cache();
    }
    for (Cache.Entry<String, CacheEntry<V>> entry : open) {
      each.accept(entry.getKey(), entry.getValue());
    }
  }

  @Override
  public synchronized void close() {
    CacheManager open = manager;
    manager = null;
    cache = null;
    oldestFirst.clear();
    if (open != null && !open.isClosed()) {
      open.destroyCache(name);
    }
  }
}
