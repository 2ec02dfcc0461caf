package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.xa.config.ResourceKind;
import dev.tutti.xa.config.ResourceLookup;
import dev.tutti.xa.config.ResourceSettings;

/**
 * {@code kind: postgresql}. Keys: {@code url}, {@code user}, {@code password} or {@code
 * password-file}, {@code tls}, {@code pool-size}, {@code acquisition-timeout}, {@code
 * idle-validation}, {@code leak-timeout}, {@code lock-timeout}, {@code schema}.
 */
public final class PostgresqlKind implements ResourceKind {

  /** Made by {@link java.util.ServiceLoader}. */
  public PostgresqlKind() {}

  @Override
  public String kind() {
    return "postgresql";
  }

  @Override
  public ResourceManager build(ResourceSettings settings, ResourceLookup others) {
    return KindSettings.server(settings, JdbcResource.postgresql(settings.name()));
  }
}
