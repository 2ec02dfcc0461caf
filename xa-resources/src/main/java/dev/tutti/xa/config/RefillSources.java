package dev.tutti.xa.config;

import dev.tutti.tm.spi.RefillSource;
import java.util.List;

/** A resource whose committed rows can refill a cache. Found with {@link ResourceLookup}. */
public interface RefillSources {

  /**
   * Makes a view of one table for a cache. It need not connect yet.
   *
   * @param table the table, as the source's own language names it
   * @param key the column whose text is the key of the cache; at most one row for a key
   * @param columns the columns of a row, in order; empty for all
   * @return the view; it answers unavailable while the resource is not started or not reachable
   */
  RefillSource refillSource(String table, String key, List<String> columns);
}
