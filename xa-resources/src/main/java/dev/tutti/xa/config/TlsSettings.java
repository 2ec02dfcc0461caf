package dev.tutti.xa.config;

import dev.tutti.tm.config.ConfigurationException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a network resource is reached over TLS; the same for every kind. In a configuration file:
 *
 * <pre>{@code
 * tls:
 *   mode: verify-full   # or verify-ca, or off
 *   ca: ca.pem          # who signs servers; without it, whom the Java platform trusts
 *   cert: client.pem    # only where the server asks for a client's certificate
 *   key: client.key     # its private key: PKCS#8, unencrypted
 * }</pre>
 *
 * Paths are relative to the configuration file. A {@code tls} block without {@code mode} means
 * {@code verify-full}; no block means {@link #OFF}.
 *
 * @param mode what is checked
 * @param ca certificates in PEM that sign the server's; empty for those of the Java platform
 * @param cert the client's certificate in PEM, with what it was signed by where the server needs it
 * @param key the client's private key in PEM, PKCS#8 without a password
 */
public record TlsSettings(Mode mode, Optional<Path> ca, Optional<Path> cert, Optional<Path> key) {

  /** No TLS at all. */
  public static final TlsSettings OFF =
      new TlsSettings(Mode.OFF, Optional.empty(), Optional.empty(), Optional.empty());

  /** What is checked of the server. */
  public enum Mode {
    /** Everything is sent in plain text. */
    OFF,
    /** The server's certificate must be signed by the CA; its name is not compared. */
    VERIFY_CA,
    /** The certificate must be signed by the CA, and be for the host that was asked for. */
    VERIFY_FULL;

    /**
     * As configuration files spell it.
     *
     * @return for example {@code verify-full}
     */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Checks what belongs together.
   *
   * @param mode what is checked
   * @param ca signs servers
   * @param cert the client's
   * @param key the client's
   * @throws ConfigurationException if only one of {@code cert} and {@code key} is given, or files
   *     are given with {@link Mode#OFF}
   */
  public TlsSettings {
    if (cert.isPresent() != key.isPresent()) {
      String given = cert.isPresent() ? "cert" : "key";
      throw new ConfigurationException(
          "tls." + given, "is given without tls." + (cert.isPresent() ? "key" : "cert"));
    }
    if (mode == Mode.OFF && (ca.isPresent() || cert.isPresent())) {
      throw new ConfigurationException(
          "tls.mode", "is off, but certificates are given: remove them, or set verify-full");
    }
  }

  /**
   * TLS with a server whose certificate is signed by these, and is for its host.
   *
   * @param ca certificates in PEM
   * @return settings without a client's certificate
   */
  public static TlsSettings verifyFull(Path ca) {
    return new TlsSettings(Mode.VERIFY_FULL, Optional.of(ca), Optional.empty(), Optional.empty());
  }

  /**
   * The same with a certificate of the client.
   *
   * @param certificate in PEM
   * @param privateKey in PEM, PKCS#8 without a password
   * @return new settings
   */
  public TlsSettings withClient(Path certificate, Path privateKey) {
    return new TlsSettings(mode, ca, Optional.of(certificate), Optional.of(privateKey));
  }

  /**
   * Reads the {@code tls} block of a resource.
   *
   * @param settings of the resource
   * @return what the block says; {@link #OFF} if there is none
   * @throws ConfigurationException if a value is unknown, or the values do not belong together
   */
  public static TlsSettings of(ResourceSettings settings) {
    settings
        .optional("tls")
        .ifPresent(
            text -> {
              throw new ConfigurationException(
                  settings.path("tls"), "'" + text + "' is no block: write tls: {mode: ...}");
            });
    boolean given = settings.names().contains("tls");
    ResourceSettings block = settings.section("tls");
    Mode mode = block.optional("mode").map(text -> mode(block, text)).orElse(Mode.VERIFY_FULL);
    Optional<Path> ca = block.configPath("ca");
    Optional<Path> cert = block.configPath("cert");
    Optional<Path> key = block.configPath("key");
    try {
      return given ? new TlsSettings(mode, ca, cert, key) : OFF;
    } catch (ConfigurationException e) {
      throw settings.qualified(e);
    }
  }

  private static Mode mode(ResourceSettings block, String text) {
    for (Mode mode : Mode.values()) {
      if (mode.text().equals(text.trim())) {
        return mode;
      }
    }
    throw new ConfigurationException(
        block.path("mode"), "'" + text + "' is none of verify-full, verify-ca, off");
  }

  /**
   * Whether the connection is encrypted.
   *
   * @return false for {@link Mode#OFF}
   */
  public boolean isOn() {
    return mode != Mode.OFF;
  }

  /**
   * Reads the files.
   *
   * @param name of the resource, for messages
   * @return a context that trusts {@code ca} and shows {@code cert}; the host's name is checked by
   *     who uses it, on each socket
   * @throws ConfigurationException naming the file that cannot be read or used, and why
   */
  public SSLContext context(String name) {
    return TlsMaterial.of(name, this).context();
  }
}
