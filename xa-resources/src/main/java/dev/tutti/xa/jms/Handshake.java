package dev.tutti.xa.jms;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why TLS with a broker fails: Artemis' client only says that it cannot connect. The same
 * handshake once more, without anything after it.
 *
 * @param context of the resource
 * @param verifyHost whether the certificate must be for the host
 * @param timeout of connecting, and of each read
 */
record Handshake(SSLContext context, boolean verifyHost, Duration timeout) {

  /** Why it fails, in one line; empty if it succeeds, or nothing answers at all. */
  Optional<String> failure(String host, int port) {
    try (Socket plain = new Socket()) {
      int millis = (int) timeout.toMillis();
      plain.connect(new InetSocketAddress(host, port), millis);
      plain.setSoTimeout(millis);
      return failure(host, port, plain);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<String> failure(String host, int port, Socket plain) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, false)) {
      if (verifyHost) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
      }
      socket.startHandshake();
      // With TLS 1.3 a server refuses a client's certificate only after the handshake.
      socket.setSoTimeout(200);
      socket.getInputStream().read();
      return Optional.empty();
    } catch (java.net.SocketTimeoutException e) {
      return Optional.empty();
    } catch (SSLException | EOFException e) {
      return Optional.of(reason(host, e));
    }
  }

  private static String reason(String host, Exception failure) {
    for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof CertificateExpiredException) {
        return "its certificate has expired (" + at.getMessage() + ")";
      }
      if (at instanceof CertificateNotYetValidException) {
        return "its certificate is not valid yet (" + at.getMessage() + ")";
      }
    }
    String text = deepest(failure);
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("unable to find valid certification path")
        || lower.contains("trust anchor")) {
      return "its certificate is signed by nobody that is trusted: see tls.ca";
    }
    if (failure.getCause() instanceof CertificateException
        && (lower.contains("subject alternative") || lower.contains("no name matching"))) {
      return "its certificate is not for " + host + " (" + text + ")";
    }
    if (failure instanceof EOFException
        || lower.contains("unrecognized ssl message")
        || lower.contains("terminated the handshake")
        || lower.contains("unsupported or unrecognized")) {
      return "it speaks no TLS on this port";
    }
    if (lower.contains("certificate_required") || lower.contains("bad_certificate")) {
      return "it wants another certificate of the client: see tls.cert (" + text + ")";
    }
    return "TLS fails: " + text;
  }

  private static String deepest(Throwable failure) {
    String text = failure.toString();
    for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
      if (at.getMessage() != null && !at.getMessage().isBlank()) {
        text = at.getMessage();
      }
    }
    return text.lines().findFirst().orElse(text);
  }
}
