package dev.tutti.xa.config;

import dev.tutti.tm.config.ConfigurationException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says what to do about a connection that TLS refused, whichever driver made it. */
public final class TlsFailures {

  private static final int MAX_DEPTH = 20;

  private TlsFailures() {}

  /**
   * The one line about a failure.
   *
   * @param failure what a driver threw
   * @return what was wrong and what to do; empty if it was not TLS
   */
  public static Optional<String> explain(Throwable failure) {
    Optional<String> found = Optional.empty();
    Throwable at = failure;
    // The deepest cause knows best: "expired" is below "no path".
    for (int i = 0; at != null && i < MAX_DEPTH; i++, at = at.getCause()) {
      Optional<String> line = line(at);
      found = line.isPresent() ? line : found;
    }
    return found;
  }

  private static Optional<String> line(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof ConfigurationException) {
      return Optional.of(message); // Our files, changed since the start.
    }
    if (failure instanceof CertificateExpiredException) {
      return Optional.of("the server's certificate has expired (" + message + "): renew it there");
    }
    if (failure instanceof CertificateNotYetValidException) {
      return Optional.of(
          "the server's certificate is not valid yet (" + message + "): compare the clocks");
    }
    if (failure instanceof CertPathBuilderException
        || failure instanceof CertPathValidatorException) {
      return Optional.of(
          "the server's certificate is not signed by one that we trust: name the CA that signs it"
              + " in tls.ca, or find out who answers there");
    }
    if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
      return Optional.of(
          "the server's certificate is for another host ("
              + message
              + "): use the name that it is for, or tls.mode: verify-ca");
    }
    boolean unasked =
        message.contains("certificate_required") || message.contains("bad_certificate");
    if (failure instanceof SSLException && unasked) {
      return Optional.of(
          "the server asks for another certificate of the client: see tls.cert and tls.key");
    }
    if (failure instanceof SSLException && message.contains("plaintext connection")) {
      return Optional.of("the server speaks no TLS: switch it on there, or set tls.mode: off");
    }
    return Optional.empty();
  }
}
