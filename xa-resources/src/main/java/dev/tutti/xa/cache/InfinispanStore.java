package dev.tutti.xa.cache;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BiConsumer;
import org.infinispan.Cache;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.global.ShutdownHookBehavior;
import org.infinispan.eviction.EvictionStrategy;
import org.infinispan.manager.DefaultCacheManager;
import org.jspecify.annotations.Nullable;

/**
 * A local Infinispan cache: no channel, no files, no JMX, no shutdown hook, no reaper thread.
 *
 * <p>The first start in a JVM loads thousands of classes, more than a second of work. It is done on
 * a thread of its own, beside the start of the other resources; the first use waits for it.
 */
final class InfinispanStore<V> implements CacheStore<V> {

  private final String name;
  private final int maxEntries;
  private volatile @Nullable FutureTask<Opened<V>> opening;

  private record Opened<V>(DefaultCacheManager manager, Cache<String, CacheEntry<V>> cache) {}

  InfinispanStore(String name, int maxEntries) {
    this.name = name;
    this.maxEntries = maxEntries;
  }

  @Override
  public synchronized void open() {
    FutureTask<Opened<V>> task = new FutureTask<>(this::opened);
    Thread thread = new Thread(task, "tutti-" + name + "-open");
    thread.setDaemon(true);
    opening = task;
    thread.start();
  }

  private Opened<V> opened() {
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
    DefaultCacheManager manager = new DefaultCacheManager(global.build());
    return new Opened<>(manager, manager.createCache(name, local.build()));
  }

  private Cache<String, CacheEntry<V>> cache() {
    FutureTask<Opened<V>> task = opening;
    if (task == null) {
      throw new IllegalStateException(name + ": the cache is closed");
    }
    return await(task).cache();
  }

  /** Not interruptible: a commit that is being applied must not be cut off. */
  private Opened<V> await(FutureTask<Opened<V>> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException(
              name + ": Infinispan cannot start: " + e.getCause(), e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
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
    FutureTask<Opened<V>> task = opening;
    opening = null;
    if (task != null) {
      try {
        await(task).manager().stop();
      } catch (IllegalStateException e) {
        // It never started: there is nothing to stop.
      }
    }
  }
}
