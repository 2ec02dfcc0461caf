package dev.tutti.xa.jdbc;

/** A database that we know nothing about: standard SQL, for a last resource only. */
final class StandardDialect extends Dialect {

  @Override
  String purge(String table) {
    return "DELETE FROM "
        + table
        + " WHERE created_at < CURRENT_TIMESTAMP - ? * INTERVAL '1' SECOND";
  }
}
