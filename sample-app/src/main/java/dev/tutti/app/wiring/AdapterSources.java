package dev.tutti.app.wiring;

import dev.tutti.app.sync.CacheSource;
import dev.tutti.app.sync.QueueSource;
import dev.tutti.app.sync.Sources;
import dev.tutti.app.sync.TableSource;
import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.sync.WriteContext;
import dev.tutti.xa.cache.CacheResource;
import dev.tutti.xa.config.TuttiConfiguration;
import dev.tutti.xa.jdbc.JdbcResource;
import dev.tutti.xa.jdbc.LastJdbcResource;
import dev.tutti.xa.jms.JmsResource;
import java.sql.Connection;
import java.util.Map;
import javax.sql.DataSource;

/** The adapters, as the mapping's targets need them. */
final class AdapterSources implements Sources {

  private final TuttiConfiguration configuration;

  AdapterSources(TuttiConfiguration configuration) {
    this.configuration = configuration;
  }

  @Override
  public TableSource table(String key, String resource) {
    ResourceManager found = configuration.resource(resource);
    if (found instanceof JdbcResource jdbc) {
      return new Table(jdbc, jdbc.dataSource());
    }
    if (found instanceof LastJdbcResource jdbc) {
      return new Table(jdbc, jdbc.dataSource());
    }
    throw new ConfigurationException(key, "'" + resource + "' is not a database");
  }

  private record Table(Participant<Connection> participant, DataSource committed)
      implements TableSource {}

  @Override
  public QueueSource queue(String key, String resource) {
    if (configuration.resource(resource) instanceof JmsResource jms) {
      return new BrokerQueues(jms);
    }
    throw new ConfigurationException(key, "'" + resource + "' is not a broker");
  }

  /** Every cache of a configuration file holds rows. */
  @Override
  @SuppressWarnings("unchecked")
  public CacheSource cache(String key, String resource) {
    if (configuration.resource(resource) instanceof CacheResource<?> cache) {
      return new Cache((CacheResource<Map<String, String>>) cache);
    }
    throw new ConfigurationException(key, "'" + resource + "' is not a cache");
  }

  private record Cache(CacheResource<Map<String, String>> resource) implements CacheSource {
    @Override
    public void put(WriteContext tx, String key, Map<String, String> row) {
      tx.use(resource).put(key, row);
    }

    @Override
    public void remove(WriteContext tx, String key) {
      tx.use(resource).remove(key);
    }

    @Override
    public void forEach(Entries each) {
      resource.forEach((key, entry) -> each.entry(key, entry.value(), entry.rebuilt()));
    }
  }

  int init() throws ResourceUnavailableException {
    int statements = 0;
    for (ResourceManager resource : configuration.resources()) {
      if (resource instanceof JdbcResource jdbc) {
        statements += jdbc.initSchema();
      } else if (resource instanceof LastJdbcResource jdbc) {
        statements += jdbc.initSchema();
      } else if (resource instanceof JmsResource jms) {
        jms.initQueues();
      }
    }
    return statements;
  }
}
