package dev.tutti.app.sync;

import java.sql.SQLException;

/** A table of the mapping does not exist, so that {@code init} may help. */
public final class MissingTableException extends SQLException {

  private static final long serialVersionUID = 1L;

  MissingTableException(String key, String table, String resource) {
    super(
        key
            + ": "
            + resource
            + " has no table "
            + table
            + "; run `tutti init`, or correct the mapping",
        "42S02");
  }
}
