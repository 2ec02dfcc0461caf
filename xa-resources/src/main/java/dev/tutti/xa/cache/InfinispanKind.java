package dev.tutti.xa.cache;

import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.xa.config.ResourceKind;
import dev.tutti.xa.config.ResourceLookup;
import dev.tutti.xa.config.ResourceSettings;

/** {@code kind: infinispan}: {@code max-entries, lock-timeout, refill, source.*}. */
public final class InfinispanKind implements ResourceKind {

  /** For the service loader. */
  public InfinispanKind() {}

  @Override
  public String kind() {
    return "infinispan";
  }

  @Override
  public ResourceManager build(ResourceSettings settings, ResourceLookup others) {
    return CacheSettings.read(CacheResource.infinispan(settings.name()), settings, others);
  }
}
