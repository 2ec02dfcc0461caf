package dev.tutti.xa.jdbc;

import dev.tutti.xa.config.TlsFailures;
import java.sql.SQLException;

/** One line about what a database refused: what to do where we know it, else its own first line. */
final class Complaint {

  private Complaint() {}

  static String of(SQLException e) {
    return TlsFailures.explain(e)
        .or(() -> MySqlAdvice.of(e))
        .or(() -> PgErrors.advice(e))
        .orElseGet(() -> firstLine(e));
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
