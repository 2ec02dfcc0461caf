package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.xa.config.ResourceKind;
import dev.tutti.xa.config.ResourceLookup;
import dev.tutti.xa.config.ResourceSettings;

/**
 * {@code kind: mysql}. Keys: {@code url}, {@code user}, {@code password} or {@code password-file},
 * {@code tls}, {@code pool-size}, {@code acquisition-timeout}, {@code idle-validation}, {@code
 * leak-timeout}, {@code lock-timeout} (in whole seconds), {@code schema}.
 */
public final class MySqlKind implements ResourceKind {

  /** Made by {@link java.util.ServiceLoader}. */
  public MySqlKind() {}

  @Override
  public String kind() {
    return "mysql";
  }

  @Override
  public ResourceManager build(ResourceSettings settings, ResourceLookup others) {
    return KindSettings.server(settings, JdbcResource.mysql(settings.name()));
  }
}
