package dev.tutti.xa.jdbc;

import dev.tutti.xa.config.TlsSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.ssl.WrappedFactory;

/**
 * TLS to PostgreSQL with the files of the {@code tls} block, read again for each connection, so
 * that a renewed certificate needs no restart. Made by the driver, by its name in the address; the
 * driver compares the host's name where the mode says so.
 */
public final class PgSocketFactory extends WrappedFactory {

  /**
   * Made by the driver.
   *
   * @param settings of the connection
   */
  public PgSocketFactory(Properties settings) {
    TlsSettings tls =
        new TlsSettings(
            TlsSettings.Mode.VERIFY_FULL,
            file(settings, "sslrootcert"),
            file(settings, "sslcert"),
            file(settings, "sslkey"));
    factory = tls.context(settings.getProperty("sslfactoryarg", "")).getSocketFactory();
  }

  private static Optional<Path> file(Properties settings, String key) {
    return Optional.ofNullable(settings.getProperty(key)).map(Path::of);
  }
}
