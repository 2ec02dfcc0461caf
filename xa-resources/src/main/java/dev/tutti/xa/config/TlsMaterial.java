package dev.tutti.xa.config;

import dev.tutti.tm.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The certificates and the key that {@link TlsSettings} name, read from their files, as the stores
 * and the context that drivers want. Its text shows nothing of them. Thread-safe.
 */
public final class TlsMaterial {

  private final List<X509Certificate> ca;
  private final List<X509Certificate> chain;
  private final Optional<PrivateKey> key;

  private TlsMaterial(
      List<X509Certificate> ca, List<X509Certificate> chain, Optional<PrivateKey> key) {
    this.ca = ca;
    this.chain = chain;
    this.key = key;
  }

  /**
   * Reads the files.
   *
   * @param name of the resource, for messages
   * @param settings name the files
   * @return what is in them
   * @throws ConfigurationException naming the file that cannot be read or used, and why
   */
  public static TlsMaterial of(String name, TlsSettings settings) {
    String prefix = "resources." + name + ".tls.";
    List<X509Certificate> ca =
        settings.ca().map(file -> Pem.certificates(prefix + "ca", file)).orElse(List.of());
    List<X509Certificate> chain =
        settings.cert().map(file -> Pem.certificates(prefix + "cert", file)).orElse(List.of());
    Optional<PrivateKey> key = settings.key().map(file -> Pem.privateKey(prefix + "key", file));
    if (key.isPresent()) {
      belongTogether(prefix, settings.key().orElseThrow(), chain.get(0), key.get());
    }
    return new TlsMaterial(ca, chain, key);
  }

  private static void belongTogether(
      String prefix, Path file, X509Certificate certificate, PrivateKey key) {
    if (!Pem.matches(certificate, key)) {
      throw new ConfigurationException(
          prefix + "key", file + " is not the key of the first certificate in tls.cert");
    }
  }

  /**
   * Whom to trust.
   *
   * @return a store of the certificates in {@code ca}; empty for whom the Java platform trusts
   */
  public Optional<KeyStore> trustStore() {
    if (ca.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        store(
            store -> {
              for (int i = 0; i < ca.size(); i++) {
                store.setCertificateEntry("ca" + i, ca.get(i));
              }
            }));
  }

  /**
   * Who we are.
   *
   * @param password that the entry is to have in the store
   * @return a store of the client's certificate and key; empty if there is none
   */
  public Optional<KeyStore> keyStore(char[] password) {
    return key.map(
        found ->
            store(
                store ->
                    store.setKeyEntry(
                        "client", found, password, chain.toArray(X509Certificate[]::new))));
  }

  private static KeyStore store(Fill fill) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      fill.into(store);
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a key store in memory was refused", e);
    }
  }

  /**
   * Both, ready for sockets.
   *
   * @return a new context
   */
  public SSLContext context() {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      @Nullable KeyStore trusted = trustStore().orElse(null);
      trust.init(trusted);
      char[] password = new char[0];
      KeyManagerFactory mine =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      @Nullable KeyStore own = keyStore(password).orElse(null);
      mine.init(own, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(mine.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no TLS", e);
    }
  }

  /** What goes into a store. */
  private interface Fill {
    void into(KeyStore store) throws GeneralSecurityException;
  }
}
