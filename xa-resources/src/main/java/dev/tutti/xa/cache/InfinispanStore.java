package dev.tutti.xa.cache;

import java.util.function.BiConsumer;
import org.infinispan.Cache;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.global.ShutdownHookBehavior;
import org.infinispan.eviction.EvictionStrategy;
import org.infinispan.manager.DefaultCacheManager;
import org.jspecify.annotations.Nullable;

/** A local Infinispan cache: no channel, no files, no JMX, no shutdown hook, no reaper thread. */
final class InfinispanStore<V> implements CacheStore<V> {

  private final String name;
  private final int maxEntries;
  private @Nullable DefaultCacheManager manager;
  private volatile @Nullable Cache<String, CacheEntry<V>> cache;

  InfinispanStore(String name, int maxEntries) {
    this.name = name;
    this.maxEntries = maxEntries;
  }

  @Override
  public synchronized void open() {
    GlobalConfigurationBuilder global = new GlobalConfigurationBuilder().nonClusteredDefault();
    global.jmx().disable();
    global.metrics().gauges(false).histograms(false);
    global.globalState().disable();
    global.shutdown().hookBehavior(ShutdownHookBehavior.DONT_REGISTER);
    ConfigurationBuilder local = new ConfigurationBuilder();
    local.simpleCache(true);
    local.statistics().disable();
    // By reference: nothing is ever serialized.
    local.encoding().mediaType("application/x-java-object");
    local.expiration().disableReaper();
    local.memory().maxCount(maxEntries).whenFull(EvictionStrategy.REMOVE);
    DefaultCacheManager opened = new DefaultCacheManager(global.build());
    manager = opened;
    cache = opened.createCache(name, local.build());
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
    return cache().get(key);
  }

  @Override
  public void put(String key, CacheEntry<V> entry) {
    cache().put(key, entry);
  }

  @Override
  public void remove(String key) {
    cache().remove(key);
  }

  @Override
  public void clear() {
    cache().clear();
  }

  @Override
  public long size() {
    return cache().size();
  }

  @Override
  public void forEach(BiConsumer<String, CacheEntry<V>> each) {
    cache().forEach(each);
  }

  @Override
  public synchronized void close() {
    DefaultCacheManager open = manager;
    manager = null;
    cache = null;
    if (open != null) {
      open.stop();
    }
  }
}
