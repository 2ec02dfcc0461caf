package dev.tutti.xa.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a PostgreSQL server says of itself. Each question is one any user may ask. */
final class PgServer {

  private static final String IDENTITY =
      "SELECT pg_is_in_recovery(), current_setting('max_prepared_transactions'),"
          + " (SELECT system_identifier FROM pg_control_system()),"
          + " CASE WHEN pg_is_in_recovery() THEN ''"
          + " ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END,"
          + " d.datname, d.oid, current_user"
          + " FROM pg_database d WHERE d.datname = current_database()";

  private PgServer() {}

  /**
   * The cluster, its timeline, the database and the user. Another timeline is another history: what
   * was prepared on the one may never have reached the other.
   *
   * @throws SQLException also if the server is a standby, or cannot prepare
   */
  static String identity(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(IDENTITY)) {
      if (!row.next()) {
        throw new SQLException("its database was dropped", "3D000");
      }
      if (row.getBoolean(1)) {
        throw new SQLException(
            "it is a standby and only reads: give the address of the primary", "25006");
      }
      if (row.getString(2).equals("0")) {
        throw new SQLException(PgErrors.DISABLED, "55000");
      }
      return "postgresql:"
          + row.getString(3)
          + " timeline "
          + Long.parseLong(row.getString(4), 16)
          + " database "
          + row.getString(5)
          + " ("
          + row.getString(6)
          + ") user "
          + row.getString(7);
    }
  }

  /**
   * The end of the log that is on the disk: it survives every crash, so it never gets smaller but
   * by putting back older files.
   */
  static long position(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint")) {
      row.next();
      return row.getLong(1);
    }
  }
}
