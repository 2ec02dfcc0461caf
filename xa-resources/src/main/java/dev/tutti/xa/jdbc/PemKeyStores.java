package dev.tutti.xa.jdbc;

import dev.tutti.xa.config.TlsMaterial;
import dev.tutti.xa.config.TlsSettings;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Certificates and keys in PEM as key stores, for drivers that know only those and only by type and
 * address. No file is written: a private key would be left behind by a crash. The password that a
 * driver hands over is the handle under which the settings are found.
 */
final class PemKeyStores {

  /** The type of a store with the CA. */
  static final String TRUST = "TuttiPemTrust";

  /** The type of a store with the client's own certificate and key. */
  static final String CLIENT = "TuttiPemClient";

  private static final Map<String, Named> KNOWN = new ConcurrentHashMap<>();

  private PemKeyStores() {}

  private record Named(String name, TlsSettings tls) {}

  /** The handle of these settings; the same for the same. */
  static String add(String name, TlsSettings tls) {
    Security.addProvider(new Registered()); // Once: a second one of its name changes nothing.
    Named named = new Named(name, tls);
    for (Map.Entry<String, Named> known : KNOWN.entrySet()) {
      if (known.getValue().equals(named)) {
        return known.getKey();
      }
    }
    String handle = UUID.randomUUID().toString();
    KNOWN.put(handle, named);
    return handle;
  }

  /** Read anew for each connection, so that renewed certificates are used. */
  static KeyStore load(String type, char[] password) throws java.io.IOException {
    Named named = KNOWN.get(String.valueOf(password));
    if (named == null) {
      throw new java.io.IOException(type + " is read by its handle only");
    }
    TlsMaterial material = TlsMaterial.of(named.name(), named.tls());
    return (type.equals(TRUST) ? material.trustStore() : material.keyStore(password)).orElseThrow();
  }

  private static final class Registered extends Provider {

    private static final long serialVersionUID = 1L;

    private Registered() {
      super("TuttiPem", "1", "Certificates and keys in PEM, as key stores");
      for (String type : List.of(TRUST, CLIENT)) {
        putService(
            new Service(this, "KeyStore", type, PemKeyStore.class.getName(), null, null) {
              @Override
              public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                return new PemKeyStore(type);
              }
            });
      }
    }
  }
}
