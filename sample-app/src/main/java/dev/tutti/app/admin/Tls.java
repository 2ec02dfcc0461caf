package dev.tutti.app.admin;

import dev.tutti.tm.config.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A certificate with its key, from PEM or PKCS #12. */
public final class Tls {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

  private final KeyStore store;
  private final String password;

  private Tls(KeyStore store, String password) {
    this.store = store;
    this.password = password;
  }

  /**
   * Reads PEM.
   *
   * @param certificate the certificate, and those that vouch for it
   * @param key its key, as PKCS #8 without a password
   * @return both
   * @throws ConfigurationException if they are not what they should be
   * @throws IOException if they cannot be read
   */
  public static Tls pem(Path certificate, Path key) throws IOException {
    Collection<? extends Certificate> chain;
    try (ByteArrayInputStream in = new ByteArrayInputStream(Files.readAllBytes(certificate))) {
      chain = CertificateFactory.getInstance("X.509").generateCertificates(in);
    } catch (GeneralSecurityException e) {
      throw new ConfigurationException(
          "--tls-certificate", certificate + " holds no certificate in PEM");
    }
    if (chain.isEmpty()) {
      throw new ConfigurationException(
          "--tls-certificate", certificate + " holds no certificate in PEM");
    }
    PrivateKey read = key(key);
    String password = Digest.newSecret();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("admin", read, password.toCharArray(), chain.toArray(Certificate[]::new));
      return new Tls(store, password);
    } catch (GeneralSecurityException e) {
      throw new ConfigurationException(
          "--tls-key", key + " and " + certificate + " do not belong together");
    }
  }

  private static PrivateKey key(Path file) throws IOException {
    Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (pem.find()) {
      PKCS8EncodedKeySpec spec =
          new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
      for (String algorithm : ALGORITHMS) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(spec);
        } catch (InvalidKeySpecException e) {
          // Of another algorithm, perhaps.
        } catch (GeneralSecurityException e) {
          throw new IllegalStateException("the platform lacks " + algorithm, e);
        }
      }
    }
    throw new ConfigurationException(
        "--tls-key",
        file
            + " holds no key in PEM as PKCS #8 without a password; make it one with: openssl pkcs8"
            + " -topk8 -nocrypt -in "
            + file.getFileName()
            + " -out key.pem");
  }

  /**
   * Reads PKCS #12.
   *
   * @param file certificate and key
   * @param password of the file
   * @return both
   * @throws ConfigurationException if it is no such file, or the password is another
   * @throws IOException if it cannot be read
   */
  public static Tls pkcs12(Path file, String password) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try (ByteArrayInputStream in = new ByteArrayInputStream(bytes)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password.toCharArray());
      return new Tls(store, password);
    } catch (GeneralSecurityException | IOException e) {
      throw new ConfigurationException(
          "--tls-certificate",
          file + " is no PKCS #12 file, or --tls-password-file does not hold its password");
    }
  }

  KeyStore store() {
    return store;
  }

  String password() {
    return password;
  }

  @Override
  public String toString() {
    return "a certificate with its key";
  }
}
