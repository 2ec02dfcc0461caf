package dev.tutti.xa.jdbc;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.xa.config.ResourceKind;
import dev.tutti.xa.config.ResourceLookup;
import dev.tutti.xa.config.ResourceSettings;
import dev.tutti.xa.config.TlsSettings;
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
    Dialect dialect = dialect(url, lock);
    TlsSettings tls = TlsSettings.of(settings);
    if (tls.isOn() && !(dialect instanceof XaDialect)) {
      throw new ConfigurationException(
          settings.path("tls"), "is not known for this database: say it in the url");
    }
    JdbcSettings how =
        new JdbcSettings(
            name,
            dialect instanceof XaDialect known ? known.url(name, url, tls) : url,
            settings.text("user", "sa"),
            new JdbcSettings.Secret(settings.secret("password").orElse("")),
            KindSettings.pool(settings),
            lock,
            settings.configPath("schema"),
            tls);
    how.pool().check(name);
    try {
      JdbcPool pool = new JdbcPool(how, null, dialect);
      return new LastJdbcResource(name, pool.dataSource(), how.schema(), pool::close);
    } catch (SQLException | RuntimeException e) {
      throw new ConfigurationException(
          "resources." + name + ".url", "no driver on the classpath for it: " + e.getMessage());
    }
  }

  private static Dialect dialect(String url, Duration lock) {
    if (url.startsWith("jdbc:h2:")) {
      return new H2Dialect(lock);
    }
    return url.startsWith("jdbc:postgresql:") ? new PgDialect(lock) : new StandardDialect();
  }
}
