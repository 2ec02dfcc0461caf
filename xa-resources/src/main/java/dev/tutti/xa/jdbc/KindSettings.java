package dev.tutti.xa.jdbc;

import dev.tutti.xa.config.ResourceSettings;
import dev.tutti.xa.config.TlsSettings;
import java.time.Duration;

/** The keys that every database kind knows. */
final class KindSettings {

  private KindSettings() {}

  static JdbcSettings.Pool pool(ResourceSettings settings) {
    JdbcSettings.Pool usual = JdbcSettings.Pool.DEFAULT;
    return new JdbcSettings.Pool(
        settings.number("pool-size", usual.size(), 1, 10_000),
        settings.duration("acquisition-timeout", usual.acquisition()),
        settings.duration("idle-validation", usual.idleValidation()),
        settings.duration("leak-timeout", usual.leak()));
  }

  /** What every database on a server is told. */
  static JdbcResource server(ResourceSettings settings, JdbcResourceBuilder builder) {
    JdbcSettings.Pool pool = pool(settings);
    builder
        .url(settings.text("url"))
        .user(settings.text("user"))
        .password(settings.secret("password").orElse(""))
        .tls(TlsSettings.of(settings))
        .poolSize(pool.size())
        .acquisitionTimeout(pool.acquisition())
        .idleValidation(pool.idleValidation())
        .leakTimeout(pool.leak())
        .lockTimeout(settings.duration("lock-timeout", Duration.ofSeconds(5)));
    settings.configPath("schema").ifPresent(builder::schema);
    return builder.build();
  }

  /** {@code url}, or {@code file}: an H2 database in the data directory. */
  static String h2Url(ResourceSettings settings) {
    return settings
        .optional("url")
        .orElseGet(() -> "jdbc:h2:file:" + settings.dataPath("file", settings.name()));
  }
}
