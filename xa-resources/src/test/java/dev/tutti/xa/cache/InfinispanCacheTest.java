package dev.tutti.xa.cache;

import java.util.Map;

class InfinispanCacheTest extends CacheContract {
  @Override
  CacheBuilder<Map<String, String>> builder() {
    return CacheResource.infinispan("cache");
  }
}
