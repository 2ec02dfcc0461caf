package dev.tutti.xa.jdbc;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.xa.config.ResourceKind;
import dev.tutti.xa.config.ResourceLookup;
import dev.tutti.xa.config.ResourceSettings;
import java.sql.SQLException;
import java.time.Duration;

/**
 * {@code kind: last-resource}: one database without two phases, reached by its driver. Keys: {@code
 * url} (or {@code file}, for H2 in the data directory), {@code user}, {@code password} or {@code
 * password-file}, {@code pool-size}, {@code acquisition-timeout}, {@code idle-validation}, {@code
 * leak-timeout}, {@code lock-timeout} (H2), {@code schema}.
 */
public final class LastResourceKind implements ResourceKind {

  /** Made by {@link java.util.ServiceLoader}. */
  public LastResourceKind() {}

  @Override
  public String kind() {
    return "last-resource";
  }

  @Override
  public ResourceManager build(ResourceSettings settings, ResourceLookup others) {
    String name = settings.name();
    String url = KindSettings.h2Url(settings);
    Duration lock = settings.duration("lock-timeout", Duration.ofSeconds(5));
    boolean h2 = url.startsWith("jdbc:h2:");
    JdbcSettings how =
        new JdbcSettings(
            name,
            h2 ? H2Url.complete(name, url, lock.toMillis()) : url,
            settings.text("user", "sa"),
            new JdbcSettings.Secret(settings.secret("password").orElse("")),
            KindSettings.pool(settings),
            lock,
            settings.configPath("schema"));
    how.pool().check(name);
    Dialect dialect = h2 ? new H2Dialect(lock) : new StandardDialect();
    try {
      JdbcPool pool = new JdbcPool(how, null, dialect);
      return new LastJdbcResource(name, pool.dataSource(), how.schema(), pool::close);
    } catch (SQLException | RuntimeException e) {
      throw new ConfigurationException(
          "resources." + name + ".url", "no driver on the classpath for it: " + e.getMessage());
    }
  }
}
