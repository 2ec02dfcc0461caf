package dev.tutti.xa.jdbc;

import java.sql.SQLException;
import java.util.Optional;

/** What to do about an error of MySQL or MariaDB whose own first line does not say it. */
final class MySqlAdvice {

  /** Without TLS, for an account that is asked for its password. */
  static final String KEY =
      "give it a tls block, or add allowPublicKeyRetrieval=true to its url where nobody can listen"
          + " in";

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
            "the server asks for the password, as it does when it was just started, and there is no"
                + " TLS to send it over: "
                + KEY);
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
