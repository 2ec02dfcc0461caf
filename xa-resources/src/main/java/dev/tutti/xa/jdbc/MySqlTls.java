package dev.tutti.xa.jdbc;

import dev.tutti.xa.config.TlsMaterial;
import dev.tutti.xa.config.TlsSettings;
import dev.tutti.xa.config.TlsSettings.Mode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The one shape of TLS, in the words of the two drivers. */
final class MySqlTls {

  private MySqlTls() {}

  static List<String> settings(String name, TlsSettings tls, MySqlDriver driver) {
    TlsMaterial.of(name, tls); // Reads the files once now, so that a bad one is named at once.
    boolean full = tls.mode() == Mode.VERIFY_FULL;
    return switch (driver) {
      case CONNECTOR_J -> connectorJ(name, tls, full);
      case MARIADB -> mariaDb(name, tls, full);
    };
  }

  private static List<String> connectorJ(String name, TlsSettings tls, boolean full) {
    List<String> settings = new ArrayList<>();
    settings.add("sslMode=" + (full ? "VERIFY_IDENTITY" : "VERIFY_CA"));
    tls.ca()
        .ifPresent(
            ca -> {
              settings.add("trustCertificateKeyStoreUrl=" + url(ca));
              settings.add("trustCertificateKeyStoreType=" + PemKeyStores.TRUST);
              settings.add("trustCertificateKeyStorePassword=" + PemKeyStores.add(name, tls));
            });
    tls.cert()
        .ifPresent(
            cert -> {
              settings.add("clientCertificateKeyStoreUrl=" + url(cert));
              settings.add("clientCertificateKeyStoreType=" + PemKeyStores.CLIENT);
              settings.add("clientCertificateKeyStorePassword=" + PemKeyStores.add(name, tls));
            });
    return settings;
  }

  private static List<String> mariaDb(String name, TlsSettings tls, boolean full) {
    List<String> settings = new ArrayList<>();
    settings.add("sslMode=" + (full ? "verify-full" : "verify-ca"));
    tls.ca().ifPresent(ca -> settings.add("serverSslCert=" + ca.toAbsolutePath()));
    tls.cert()
        .ifPresent(
            cert -> {
              String handle = PemKeyStores.add(name, tls);
              settings.add("keyStore=" + url(cert));
              settings.add("keyStoreType=" + PemKeyStores.CLIENT);
              settings.add("keyStorePassword=" + handle);
              settings.add("keyPassword=" + handle);
            });
    return settings;
  }

  private static String url(Path file) {
    return file.toUri().toString();
  }
}
