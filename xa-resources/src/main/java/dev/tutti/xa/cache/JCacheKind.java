package dev.tutti.xa.cache;

import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.xa.config.ResourceKind;
import dev.tutti.xa.config.ResourceLookup;
import dev.tutti.xa.config.ResourceSettings;
import java.util.Optional;
import javax.cache.Caching;

/** {@code kind: jcache}: as {@link InfinispanKind}, and {@code provider}, the provider's class. */
public final class JCacheKind implements ResourceKind {

  /** For the service loader. */
  public JCacheKind() {}

  @Override
  public String kind() {
    return "jcache";
  }

  @Override
  public ResourceManager build(ResourceSettings settings, ResourceLookup others) {
    Optional<String> provider = settings.optional("provider");
    JCacheFactory factory =
        new JCacheFactory(
            () -> provider.map(Caching::getCachingProvider).orElseGet(Caching::getCachingProvider));
    return CacheSettings.read(CacheBuilder.ofRows(settings.name(), factory), settings, others);
  }
}
