package dev.tutti.xa.cache;

import java.util.Map;

class JCacheCacheTest extends CacheContract {
  @Override
  CacheBuilder<Map<String, String>> builder() {
    return CacheResource.jcache("cache");
  }
}
