package dev.tutti.xa.jdbc;

import java.sql.SQLException;
import java.util.function.Predicate;

/** Looks for SQL exceptions among the causes of a failure. */
final class SqlCauses {

  private SqlCauses() {}

  static boolean any(Throwable failure, Predicate<SQLException> test) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException e && test.test(e)) {
        return true;
      }
    }
    return false;
  }
}
