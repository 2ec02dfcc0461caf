package dev.tutti.xa.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What servers and clients show each other in tests of TLS; made once for a module. */
public final class Certificates {

  private static final String PASSWORD = "pw-store-91be";

  private Certificates() {}

  /** PEM: who signs all but {@link #unknownCa()}. */
  public static Path ca() {
    return directory().resolve("ca.pem");
  }

  /** The same as PKCS#12, without a key. */
  public static Path trustStore() {
    return directory().resolve("ca.p12");
  }

  /** The password of {@link #trustStore()}. */
  public static String trustStorePassword() {
    return PASSWORD;
  }

  /** A server's, for 127.0.0.1 and localhost. */
  public static TlsIdentity good() {
    return identity("good");
  }

  /** A server's, for {@code elsewhere.example}. */
  public static TlsIdentity wrongName() {
    return identity("wrong-name");
  }

  /** A server's, for 127.0.0.1 and localhost, until five days ago. */
  public static TlsIdentity expired() {
    return identity("expired");
  }

  /** A server's, for 127.0.0.1 and localhost, signed by somebody else. */
  public static TlsIdentity unknownCa() {
    return identity("unknown-ca");
  }

  /** A client's, for the user {@code app}. */
  public static TlsIdentity client() {
    return identity("client");
  }

  private static TlsIdentity identity(String name) {
    Path files = directory();
    return new TlsIdentity(
        files.resolve(name + ".pem"),
        files.resolve(name + ".key"),
        files.resolve(name + ".p12"),
        PASSWORD);
  }

  private static Path directory() {
    return Binaries.once("certificates", Certificates::make);
  }

  private static void make(Path directory) throws IOException {
    String here = "san=ip:127.0.0.1,dns:localhost";
    Path all = directory.resolve("all.p12");
    generate(all, "ca", "CN=Tutti test CA", "-ext", "bc:c", "-validity", "3650");
    generate(all, "other-ca", "CN=Another CA", "-ext", "bc:c", "-validity", "3650");
    signed(all, "good", "CN=localhost", "ca", "-ext", here, "-validity", "3650");
    signed(
        all,
        "wrong-name",
        "CN=elsewhere.example",
        "ca",
        "-ext",
        "san=dns:elsewhere.example",
        "-validity",
        "3650");
    signed(
        all, "expired", "CN=localhost", "ca", "-ext", here, "-startdate", "-10d", "-validity", "5");
    signed(all, "unknown-ca", "CN=localhost", "other-ca", "-ext", here, "-validity", "3650");
    signed(all, "client", "CN=app", "ca", "-validity", "3650");
    try {
      write(all, directory);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static void signed(Path store, String alias, String name, String signer, String... more) {
    List<String> options = new ArrayList<>(List.of("-signer", signer));
    options.addAll(List.of(more));
    generate(store, alias, name, options.toArray(String[]::new));
  }

  private static void generate(Path store, String alias, String name, String... more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias, "-dname", name));
    command.addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-sigalg", "SHA256withRSA"));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
    command.addAll(List.of("-storepass", PASSWORD));
    command.addAll(List.of(more));
    Commands.run(command, null).orFail(command);
  }

  private static void write(Path all, Path directory) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(all)) {
      store.load(in, PASSWORD.toCharArray());
    }
    Certificate ca = store.getCertificate("ca");
    Files.writeString(directory.resolve("ca.pem"), pem("CERTIFICATE", ca.getEncoded()));
    KeyStore trust = empty();
    trust.setCertificateEntry("ca", ca);
    save(trust, directory.resolve("ca.p12"));
    for (String alias : List.of("good", "wrong-name", "expired", "unknown-ca", "client")) {
      Key key = store.getKey(alias, PASSWORD.toCharArray());
      Certificate[] chain = store.getCertificateChain(alias);
      StringBuilder certificates = new StringBuilder();
      for (Certificate certificate : chain) {
        certificates.append(pem("CERTIFICATE", certificate.getEncoded()));
      }
      Files.writeString(directory.resolve(alias + ".pem"), certificates);
      Files.writeString(directory.resolve(alias + ".key"), pem("PRIVATE KEY", key.getEncoded()));
      KeyStore own = empty();
      // The alias that PostgreSQL's driver looks for.
      own.setKeyEntry("user", key, PASSWORD.toCharArray(), chain);
      save(own, directory.resolve(alias + ".p12"));
    }
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static void save(KeyStore store, Path file) throws IOException, GeneralSecurityException {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
  }

  private static String pem(String type, byte[] encoded) {
    byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder(64, newline).encodeToString(encoded), type);
  }
}
