package dev.tutti.xa.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server as it presents itself.
 *
 * @param text its whole version
 * @param mariadb whether it is MariaDB
 * @param version as one number: 8.0.12 is 80012
 * @param binlog whether it writes a binary log
 * @param forced whether a commit is on disk before it is answered
 * @param loose tables of the database that know no transactions
 */
record MySqlServer(
    String text, boolean mariadb, int version, boolean binlog, boolean forced, List<String> loose) {

  private static final Logger LOG = System.getLogger(MySqlServer.class.getName());

  /** Connector/J is told 5.5.5- before MariaDB's own version. */
  private static final Pattern VERSION = Pattern.compile("(?:5\\.5\\.5-)?(\\d+)\\.(\\d+)\\.(\\d+)");

  private static final int NAMED_TABLES = 10;

  static MySqlServer of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      List<String> loose = loose(statement);
      try (ResultSet row =
          statement.executeQuery(
              "SELECT VERSION(), @@version_comment, @@log_bin, @@innodb_flush_log_at_trx_commit")) {
        row.next();
        String text = row.getString(1);
        String all = text + " " + row.getString(2);
        return new MySqlServer(
            text,
            all.contains("MariaDB"),
            number(text),
            row.getBoolean(3),
            row.getInt(4) == 1,
            loose);
      }
    }
  }

  private static int number(String text) throws SQLException {
    Matcher parts = VERSION.matcher(text);
    if (!parts.lookingAt()) {
      throw new SQLNonTransientException("its version '" + text + "' cannot be read");
    }
    return Integer.parseInt(parts.group(1)) * 10_000
        + Integer.parseInt(parts.group(2)) * 100
        + Integer.parseInt(parts.group(3));
  }

  private static List<String> loose(Statement statement) throws SQLException {
    List<String> found = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
                + " AND table_type = 'BASE TABLE' AND engine <> 'InnoDB' LIMIT "
                + NAMED_TABLES)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return List.copyOf(found);
  }

  /** What weakens the guarantee, and is nobody's to refuse. */
  void warn() {
    if (!forced) {
      LOG.log(
          Level.WARNING,
          "{0}: innodb_flush_log_at_trx_commit is not 1: what it prepared or committed may be lost"
              + " when its machine stops",
          text);
    }
    if (!mariadb && version < 80_030 && binlog) {
      LOG.log(
          Level.WARNING,
          "{0}: with its binary log on, this version may lose or keep a prepared branch wrongly"
              + " when it is killed; use 8.0.30 or newer, or switch the binary log off",
          text);
    }
    if (!loose.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "{0}: these tables are not InnoDB and know no transactions; what is written to them is"
              + " written at once: {1}",
          text,
          loose);
    }
  }
}
