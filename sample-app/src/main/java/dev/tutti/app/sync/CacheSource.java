package dev.tutti.app.sync;

import dev.tutti.tm.sync.WriteContext;
import java.util.Map;

/** A cache of rows, as targets need it. */
public interface CacheSource {

  /**
   * Writes an entry in a transaction.
   *
   * @param tx the transaction
   * @param key its key
   * @param row its value
   */
  void put(WriteContext tx, String key, Map<String, String> row);

  /**
   * Removes an entry in a transaction.
   *
   * @param tx the transaction
   * @param key its key; one that is not there is ignored
   */
  void remove(WriteContext tx, String key);

  /**
   * Shows what is in it now, outside any transaction.
   *
   * @param each told each entry
   */
  void forEach(Entries each);

  /** Told each entry. */
  @FunctionalInterface
  interface Entries {
    /**
     * One entry.
     *
     * @param key its key
     * @param row its value
     * @param rebuilt whether it was refilled from the cache's source
     */
    void entry(String key, Map<String, String> row, boolean rebuilt);
  }
}
