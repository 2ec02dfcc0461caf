package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.Finding;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the guarantee of MySQL and MariaDB depends on. */
final class MySqlExamination {

  /** From here on a prepared branch survives a kill with a binary log. */
  private static final int SOUND_BINLOG = 80_030;

  private static final String CLOCK =
      "SELECT CAST(TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(6)) AS CHAR)";

  private final Connection connection;
  private final JdbcSettings settings;

  MySqlExamination(Connection connection, JdbcSettings settings) {
    this.connection = connection;
    this.settings = settings;
  }

  List<Finding> run() throws SQLException {
    MySqlServer server = MySqlServer.of(connection);
    List<Finding> found = new ArrayList<>();
    found.add(Finding.pass("version", server.text()));
    found.add(durability(connection, server));
    found.add(binlog(server));
    found.add(writable());
    if (!server.mariadb()) {
      found.add(mayRecover());
    }
    found.add(
        server.loose().isEmpty()
            ? Finding.pass("tables", "all of the database are InnoDB")
            : Finding.warn(
                "tables",
                server.loose() + " are not InnoDB: what is written to them is written at once",
                "ALTER TABLE ... ENGINE = InnoDB"));
    found.add(
        Finding.pass(
            Examined.ISOLATION,
            variable(server.mariadb() ? "tx_isolation" : "transaction_isolation")));
    found.add(
        Examined.connections(
            Long.parseLong(variable("max_connections")),
            Long.parseLong(status("Threads_connected")),
            settings.pool().size()));
    found.add(Examined.clock(connection, CLOCK));
    String cipher = status("Ssl_cipher");
    found.add(Examined.tls(!cipher.isEmpty(), cipher, host()));
    return found;
  }

  private String variable(String name) throws SQLException {
    return Examined.text(connection, "SELECT @@" + name);
  }

  private String status(String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW STATUS LIKE '" + name + "'")) {
      return row.next() ? row.getString(2) : "";
    }
  }

  private String host() {
    String url = settings.url();
    String host = URI.create(url.substring("jdbc:".length())).getHost();
    return host == null ? "" : host;
  }

  /** Of a database that takes part with one phase; its pool is its owner's. */
  static List<Finding> ofLast(Connection connection) throws SQLException {
    MySqlServer server = MySqlServer.of(connection);
    return List.of(
        Finding.pass("version", server.text()),
        durability(connection, server),
        Examined.clock(connection, CLOCK));
  }

  private static Finding durability(Connection connection, MySqlServer server) throws SQLException {
    String measured =
        "innodb_flush_log_at_trx_commit is "
            + Examined.text(connection, "SELECT @@innodb_flush_log_at_trx_commit");
    return server.forced()
        ? Finding.pass(Examined.DURABILITY, measured)
        : Finding.fail(
            Examined.DURABILITY,
            measured + ": a crash loses what was prepared or committed in the last second",
            "SET GLOBAL innodb_flush_log_at_trx_commit = 1, and in my.cnf");
  }

  private Finding binlog(MySqlServer server) throws SQLException {
    if (!server.binlog()) {
      return Finding.pass("binary log", "off");
    }
    String sync = variable("sync_binlog");
    if (!server.mariadb() && server.version() < SOUND_BINLOG) {
      return Finding.fail(
          "binary log",
          "on, with "
              + server.text()
              + ": when it is killed, a prepared branch may be lost or kept wrongly",
          "MySQL 8.0.30 or newer, or switch it off: skip-log-bin in my.cnf");
    }
    return sync.equals("1")
        ? Finding.pass("binary log", "on, sync_binlog is 1")
        : Finding.fail(
            "binary log",
            "on, sync_binlog is " + sync + ": after a crash it may lack what InnoDB has prepared",
            "SET GLOBAL sync_binlog = 1, and in my.cnf");
  }

  private Finding writable() throws SQLException {
    String readOnly = variable("read_only");
    return readOnly.equals("0")
        ? Finding.pass("writable", "read_only is 0")
        : Finding.fail(
            "writable",
            "read_only is " + readOnly + ", as of a replica",
            "give the address of the primary, or SET GLOBAL read_only = 0");
  }

  private Finding mayRecover() throws SQLException {
    String user = Examined.text(connection, "SELECT CURRENT_USER()");
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("XA RECOVER").close();
      return Finding.pass("privileges", user + " may list prepared branches (XA RECOVER)");
    } catch (SQLException e) {
      return Finding.fail(
          "privileges",
          user + " may not list prepared branches: " + Complaint.of(e),
          "GRANT XA_RECOVER_ADMIN ON *.* TO " + quoted(user));
    }
  }

  private static String quoted(String user) {
    int at = user.lastIndexOf('@');
    return "'" + user.substring(0, at) + "'@'" + user.substring(at + 1) + "'";
  }
}
