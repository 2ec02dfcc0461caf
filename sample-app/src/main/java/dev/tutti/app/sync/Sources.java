package dev.tutti.app.sync;

import dev.tutti.tm.config.ConfigurationException;

/** The configured resources, as targets need them. */
public interface Sources {

  /**
   * A database.
   *
   * @param key the key that names it, for the error
   * @param resource its name
   * @return the database
   * @throws ConfigurationException if it is none
   */
  TableSource table(String key, String resource);

  /**
   * A broker.
   *
   * @param key the key that names it, for the error
   * @param resource its name
   * @return the broker
   * @throws ConfigurationException if it is none
   */
  QueueSource queue(String key, String resource);

  /**
   * A cache.
   *
   * @param key the key that names it, for the error
   * @param resource its name
   * @return the cache
   * @throws ConfigurationException if it is none
   */
  CacheSource cache(String key, String resource);
}
