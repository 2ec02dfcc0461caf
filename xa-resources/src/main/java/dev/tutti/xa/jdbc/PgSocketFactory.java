package dev.tutti.xa.jdbc;

import dev.tutti.xa.config.TlsSettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.postgresql.ssl.WrappedFactory;

/**
 * TLS to PostgreSQL with the files of the {@code tls} block, read again for each connection, so
 * that a renewed certificate needs no restart. Made by the driver, by its name in the address.
 */
public final class PgSocketFactory extends WrappedFactory {

  private final boolean checksHost;

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
    checksHost = TlsSettings.Mode.VERIFY_FULL.text().equals(settings.getProperty("sslmode"));
    factory = tls.context(settings.getProperty("sslfactoryarg", "")).getSocketFactory();
  }

  /** In the handshake, before a password is sent. */
  @Override
  public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
      throws IOException {
    Socket socket = super.createSocket(plain, host, port, autoClose);
    if (checksHost && socket instanceof SSLSocket secure) {
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
    }
    return socket;
  }

  private static Optional<Path> file(Properties settings, String key) {
    return Optional.ofNullable(settings.getProperty(key)).map(Path::of);
  }
}
