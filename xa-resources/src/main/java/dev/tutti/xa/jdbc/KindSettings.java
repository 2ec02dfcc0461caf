package dev.tutti.xa.jdbc;

import dev.tutti.xa.config.ResourceSettings;

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

  /** {@code url}, or {@code file}: an H2 database in the data directory. */
  static String h2Url(ResourceSettings settings) {
    return settings
        .optional("url")
        .orElseGet(() -> "jdbc:h2:file:" + settings.dataPath("file", settings.name()));
  }
}
