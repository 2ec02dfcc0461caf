package dev.tutti.xa.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A record as a cache entry: a row of texts. Immutable.
 *
 * @param name the name of the target
 * @param resource the cache
 * @param key the key of the entry
 * @param fields the entry: name to text; those of the cache's source, so that an entry that was
 *     refilled is like one that was written
 */
public record CacheMapping(String name, String resource, Template key, Map<String, Template> fields)
    implements TargetMapping {

  /**
   * Validates and copies.
   *
   * @param name see the component
   * @param resource see the component
   * @param key see the component
   * @param fields see the component
   */
  public CacheMapping {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
