package dev.tutti.app.sync;

import dev.tutti.tm.spi.Participant;
import dev.tutti.xa.cache.CacheEntry;
import dev.tutti.xa.cache.TransactionalMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** A cache of rows, as targets need it. */
public interface CacheSource {

  /**
   * For putting in a transaction.
   *
   * @return the resource
   */
  Participant<TransactionalMap<String, Map<String, String>>> participant();

  /**
   * Shows what is cached.
   *
   * @param each told each key and entry
   */
  void forEach(BiConsumer<String, CacheEntry<Map<String, String>>> each);
}
