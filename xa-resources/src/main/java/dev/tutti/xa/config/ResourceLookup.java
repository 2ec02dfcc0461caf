package dev.tutti.xa.config;

/** Finds another configured resource, for example the source of a cache. */
@FunctionalInterface
public interface ResourceLookup {

  /**
   * Finds a resource by name; builds it first if necessary.
   *
   * @param <T> what it must be able to do
   * @param key the key that names it, for the error message
   * @param name the name
   * @param type what it must be able to do
   * @return the resource
   * @throws dev.tutti.tm.config.ConfigurationException if there is none of that name, it cannot do
   *     that, or it depends on the one that asks
   */
  <T> T find(String key, String name, Class<T> type);
}
