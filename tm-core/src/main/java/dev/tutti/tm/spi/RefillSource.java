package dev.tutti.tm.spi;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Where a volatile cache is refilled from: the committed rows of another resource, one row for a
 * key. Read outside any transaction. Thread-safe.
 */
public interface RefillSource {

  /**
   * The row of one key.
   *
   * @param key the key of the cache, as text
   * @return the row as column name to text, in column order; empty if there is none
   * @throws ResourceUnavailableException if the source cannot be reached
   */
  Optional<Map<String, String>> find(String key) throws ResourceUnavailableException;

  /**
   * Every row, up to a bound.
   *
   * @param limit the greatest number of rows
   * @param each told the key and the row
   * @throws ResourceUnavailableException if the source cannot be reached
   */
  void forEach(int limit, BiConsumer<String, Map<String, String>> each)
      throws ResourceUnavailableException;
}
