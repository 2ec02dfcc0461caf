package dev.tutti.xa.jms;

import dev.tutti.xa.config.TlsFailures;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Finds out why TLS with a broker fails: Artemis' client only says that it cannot connect. The same
 * handshake once more, without anything after it.
 *
 * @param context of the resource
 * @param verifyHost whether the certificate must be for the host
 * @param timeout of connecting, and of each read
 */
record Handshake(SSLContext context, boolean verifyHost, Duration timeout) {

  private static final int REFUSAL_MILLIS = 500;
  private static final String PLAIN =
      "; if it speaks no TLS on this port, switch it on there, or set tls.mode: off";

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
      try {
        socket.startHandshake();
      } catch (SocketTimeoutException e) {
        return Optional.of("the server does not answer the handshake" + PLAIN);
      }
      // With TLS 1.3 a server refuses a client's certificate only after the handshake.
      socket.setSoTimeout(REFUSAL_MILLIS);
      socket.getInputStream().read();
      return Optional.empty();
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    } catch (SSLException | EOFException | SocketException e) {
      return Optional.of(reason(e));
    }
  }

  private static String reason(Exception failure) {
    return TlsFailures.explain(failure)
        .orElseGet(
            () ->
                isNoTls(failure)
                    ? "the server ended the handshake" + PLAIN
                    : "TLS fails: " + ArtemisFailures.reason(failure));
  }

  /** It closed the connection, or answered with something else. */
  private static boolean isNoTls(Exception failure) {
    String text = ArtemisFailures.reason(failure).toLowerCase(Locale.ROOT);
    return failure instanceof EOFException
        || text.contains("unrecognized ssl message")
        || text.contains("terminated the handshake")
        || text.contains("connection reset");
  }
}
