package dev.tutti.app.orders;

import dev.tutti.app.sync.CacheSource;
import dev.tutti.app.sync.QueueSource;
import dev.tutti.app.sync.Sources;
import dev.tutti.app.sync.TableSource;
import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.sync.WriteContext;

/**
 * What the service works with: an ordinary application has it injected.
 *
 * @param tutti knows the calling thread's transaction
 * @param orders the database of orders
 * @param stock the database of reservations
 * @param events the broker
 * @param cache the cache
 */
record OrderSources(
    TransactionSystem tutti,
    TableSource orders,
    TableSource stock,
    QueueSource events,
    CacheSource cache) {

  static final String QUEUE = "order-placed";

  /** By the names that config/embedded.yaml has. */
  static OrderSources of(TransactionSystem tutti, Sources sources) {
    return new OrderSources(
        tutti,
        sources.table("resources.orders", "orders"),
        sources.table("resources.stock", "stock"),
        sources.queue("resources.events", "events"),
        sources.cache("resources.cache", "cache"));
  }

  WriteContext current() {
    return tutti.current().orElseThrow(() -> new IllegalStateException("no transaction"));
  }
}
