package dev.tutti.xa.cache;

import java.util.function.Supplier;
import javax.cache.spi.CachingProvider;

/** Makes stores of one provider, which is looked for when the cache starts. */
record JCacheFactory(Supplier<CachingProvider> provider) implements CacheStore.Factory {

  @Override
  public <T> CacheStore<T> create(String name, int maxEntries) {
    return new JCacheStore<>(name, maxEntries, provider);
  }
}
