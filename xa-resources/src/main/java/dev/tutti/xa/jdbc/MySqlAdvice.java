package dev.tutti.xa.jdbc;

import java.sql.SQLException;
import java.util.Optional;

/** What to do about an error of MySQL or MariaDB whose own first line does not say it. */
final class MySqlAdvice {

  private MySqlAdvice() {}

  static Optional<String> of(SQLException e) {
    return switch (e.getErrorCode()) {
      case 1040, 1203, 1226 ->
          Optional.of(
              "the server has no connection left ("
                  + firstLine(e)
                  + "): raise max_connections or the user's limit there, or lower pool-size here");
      case 1045 ->
          Optional.of(
              firstLine(e)
                  + ": check user and password; an account that requires a certificate needs"
                  + " tls.cert and tls.key");
      case 1290, 1792, 1836 ->
          Optional.of("the server takes no writes now, as a replica does: " + firstLine(e));
      default -> byText(e);
    };
  }

  private static Optional<String> byText(SQLException e) {
    Throwable at = e;
    for (int i = 0; at != null && i < 10; i++, at = at.getCause()) {
      String message = String.valueOf(at.getMessage());
      if (message.contains("Public Key Retrieval is not allowed")) {
        return Optional.of(
            "without TLS its password can be sent only under the server's public key: set tls, or"
                + " allowPublicKeyRetrieval=true in the url on a network that you trust");
      }
      if (message.contains("SSL Connection required, but not")
          || message.contains("ssl not enabled in the server")) {
        return Optional.of("the server speaks no TLS: switch it on there, or set tls.mode: off");
      }
      if (message.startsWith("Server identity verification failed")) {
        return Optional.of(
            "the server's certificate is for another host: use the name that it is for, or"
                + " tls.mode: verify-ca");
      }
      if (message.contains("require secure transport") || message.contains("insecure transport")) {
        return Optional.of("the server asks for TLS: set tls");
      }
    }
    return Optional.empty();
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
