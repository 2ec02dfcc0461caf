package dev.tutti.xa.jdbc;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.xa.config.TlsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a database resource was told. Its text holds no secret. */
record JdbcSettings(
    String name,
    String url,
    String user,
    Secret password,
    Pool pool,
    Duration lockTimeout,
    Optional<Path> schema,
    TlsSettings tls) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  JdbcSettings {
    if (!NAME.matcher(name).matches()) {
      throw new ConfigurationException(
          "resources", "the name '" + name + "' is not 1 to 64 characters of A-Z a-z 0-9 . _ -");
    }
    positive(name, "lock-timeout", lockTimeout);
  }

  private static void positive(String name, String key, Duration value) {
    if (value.toMillis() < 1 || value.compareTo(Duration.ofHours(1)) > 0) {
      throw new ConfigurationException(
          "resources." + name + "." + key, value + " is not between 1 ms and 1 h");
    }
  }

  /** How the pool behaves; a zero time switches that check off. */
  record Pool(int size, Duration acquisition, Duration idleValidation, Duration leak) {
    static final Pool DEFAULT =
        new Pool(20, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ZERO);

    void check(String name) {
      if (size < 1 || size > 10_000) {
        throw new ConfigurationException(
            "resources." + name + ".pool-size", size + " is not between 1 and 10000");
      }
      positive(name, "acquisition-timeout", acquisition);
    }
  }

  /** A value that no text shows. */
  record Secret(String value) {
    @Override
    public String toString() {
      return "***";
    }
  }
}
