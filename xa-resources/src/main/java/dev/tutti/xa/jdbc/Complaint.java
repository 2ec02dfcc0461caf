package dev.tutti.xa.jdbc;

import dev.tutti.xa.config.TlsFailures;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;

/** One line about what a database refused: what to do where we know it, else its own first line. */
final class Complaint {

  private static final int MAX_DEPTH = 20;

  private Complaint() {}

  static String of(SQLException e) {
    return TlsFailures.explain(e)
        .or(() -> MySqlAdvice.of(e))
        .or(() -> PgErrors.advice(e))
        .or(() -> absent(e))
        .orElseGet(() -> firstLine(e));
  }

  /** No driver says both that nobody answers, and what to do. */
  private static Optional<String> absent(SQLException e) {
    Throwable at = e;
    for (int i = 0; at != null && i < MAX_DEPTH; i++, at = at.getCause()) {
      if (at instanceof UnknownHostException) {
        return Optional.of("its host is not known (" + at.getMessage() + "): check its url");
      }
      if (at instanceof ConnectException || at instanceof NoRouteToHostException) {
        return Optional.of(
            "its server does not answer ("
                + at.getMessage()
                + "): check that it runs, and its url");
      }
    }
    return Optional.empty();
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
