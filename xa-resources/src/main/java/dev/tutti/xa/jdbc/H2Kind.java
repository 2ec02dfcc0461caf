package dev.tutti.xa.jdbc;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.xa.config.ResourceKind;
import dev.tutti.xa.config.ResourceLookup;
import dev.tutti.xa.config.ResourceSettings;
import java.time.Duration;

/**
 * {@code kind: h2}. Keys: {@code file} in the data directory (the resource's name by default) or
 * {@code url}; {@code user}, {@code password} or {@code password-file}, {@code pool-size}, {@code
 * acquisition-timeout}, {@code idle-validation}, {@code leak-timeout}, {@code lock-timeout}, {@code
 * schema}.
 */
public final class H2Kind implements ResourceKind {

  /** Made by {@link java.util.ServiceLoader}. */
  public H2Kind() {}

  @Override
  public String kind() {
    return "h2";
  }

  @Override
  public ResourceManager build(ResourceSettings settings, ResourceLookup others) {
    if (settings.optional("file").isPresent() && settings.optional("url").isPresent()) {
      throw new ConfigurationException(
          "resources." + settings.name() + ".url", "is given, and file too: keep one");
    }
    JdbcSettings.Pool pool = KindSettings.pool(settings);
    JdbcResourceBuilder builder =
        JdbcResource.h2(settings.name())
            .url(KindSettings.h2Url(settings))
            .user(settings.text("user", "sa"))
            .password(settings.secret("password").orElse(""))
            .poolSize(pool.size())
            .acquisitionTimeout(pool.acquisition())
            .idleValidation(pool.idleValidation())
            .leakTimeout(pool.leak())
            .lockTimeout(settings.duration("lock-timeout", Duration.ofSeconds(5)));
    settings.configPath("schema").ifPresent(builder::schema);
    return builder.build();
  }
}
