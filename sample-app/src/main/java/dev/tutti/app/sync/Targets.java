package dev.tutti.app.sync;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.xa.config.CacheMapping;
import dev.tutti.xa.config.Mapping;
import dev.tutti.xa.config.QueueMapping;
import dev.tutti.xa.config.TableMapping;
import dev.tutti.xa.config.TargetMapping;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** All targets of a mapping. Thread-safe once opened. */
public final class Targets {

  private final KeyTemplate key;
  private final List<Target> all = new ArrayList<>();

  /**
   * Binds a mapping to its sources.
   *
   * @param mapping from the configuration
   * @param sources the configured resources
   * @throws ConfigurationException if a target names a source that cannot be one
   */
  public Targets(Mapping mapping, Sources sources) {
    key = new KeyTemplate(mapping.key());
    for (TargetMapping target : mapping.targets()) {
      all.add(bind(target, sources));
    }
  }

  private Target bind(TargetMapping target, Sources sources) {
    if (target instanceof TableMapping table) {
      return new TableTarget(
          table,
          sources.table("mapping.tables." + table.name() + ".resource", table.resource()),
          key);
    }
    if (target instanceof QueueMapping queue) {
      return new QueueTarget(
          queue, sources.queue("mapping.queues." + queue.name() + ".resource", queue.resource()));
    }
    CacheMapping cache = (CacheMapping) target;
    return new CacheTarget(
        cache,
        sources.cache("mapping.caches." + cache.name() + ".resource", cache.resource()),
        key);
  }

  /**
   * Asks each source what it has.
   *
   * @throws MissingTableException if a table is not there
   * @throws SQLException if a database refuses or cannot be reached
   * @throws ResourceUnavailableException if a source cannot be reached
   * @throws ConfigurationException if the mapping does not fit
   */
  public void open() throws SQLException, ResourceUnavailableException {
    for (Target target : all) {
      target.open();
    }
  }

  KeyTemplate key() {
    return key;
  }

  List<Target> all() {
    return all;
  }
}
