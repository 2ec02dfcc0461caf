package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the guarantee of PostgreSQL depends on. Every question is one that any user may ask. */
final class PgExamination {

  private static final String PREPARED = "prepared transactions";
  private static final long OLD_SECONDS = 300;

  private static final String CLOCK =
      "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

  private final Connection connection;
  private final JdbcSettings settings;

  PgExamination(Connection connection, JdbcSettings settings) {
    this.connection = connection;
    this.settings = settings;
  }

  /** Of a database that takes part with one phase; its pool is its owner's. */
  static List<Finding> ofLast(Connection connection) throws SQLException {
    return List.of(
        Finding.pass("version", setting(connection, "server_version")),
        durability(connection, Examined.text(connection, "SELECT current_user")),
        Examined.clock(connection, CLOCK));
  }

  List<Finding> run() throws SQLException {
    List<Finding> found = new ArrayList<>();
    found.add(Finding.pass("version", setting("server_version")));
    found.add(prepared());
    found.add(oldest());
    found.add(durability(connection, settings.user()));
    found.add(
        Finding.pass(Examined.ISOLATION, setting("default_transaction_isolation") + " by default"));
    found.add(
        Examined.connections(
            Long.parseLong(setting("max_connections"))
                - Long.parseLong(setting("superuser_reserved_connections")),
            Examined.number(
                connection,
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type LIKE 'client%'"),
            settings.pool().size()));
    found.add(Examined.clock(connection, CLOCK));
    found.add(
        Examined.tls(
            Boolean.parseBoolean(
                Examined.text(
                    connection, "SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()")),
            "TLS",
            host()));
    return found;
  }

  private String setting(String name) throws SQLException {
    return setting(connection, name);
  }

  private static String setting(Connection connection, String name) throws SQLException {
    return Examined.text(connection, "SHOW " + name);
  }

  private String host() throws SQLException {
    return Examined.text(connection, "SELECT host(inet_server_addr())");
  }

  private Finding prepared() throws SQLException {
    long most = Long.parseLong(setting("max_prepared_transactions"));
    long taken = Examined.number(connection, "SELECT count(*) FROM pg_prepared_xacts");
    int pool = settings.pool().size();
    String measured =
        "max_prepared_transactions is " + most + ", " + taken + " are prepared now; pool " + pool;
    String fix =
        "max_prepared_transactions = "
            + Math.max(pool, 10) * 2
            + " in postgresql.conf, and restart the server";
    if (most - taken <= 0) {
      return Finding.fail(PREPARED, measured, fix);
    }
    return most - taken < pool
        ? Finding.warn(PREPARED, measured + ": the next under full load is refused", fix)
        : Finding.pass(PREPARED, measured);
  }

  private Finding oldest() throws SQLException {
    long seconds =
        Examined.number(
            connection,
            "SELECT coalesce(extract(epoch FROM clock_timestamp() - min(prepared)), 0)::bigint"
                + " FROM pg_prepared_xacts");
    return seconds > OLD_SECONDS
        ? Finding.warn(
            "oldest prepared",
            seconds + " s, of whatever application: it keeps its locks, and VACUUM waits for it",
            "recovery list; if it is another application's, that one must end it:"
                + " SELECT * FROM pg_prepared_xacts")
        : Finding.pass("oldest prepared", seconds + " s");
  }

  private static Finding durability(Connection connection, String user) throws SQLException {
    String fsync = setting(connection, "fsync");
    String pages = setting(connection, "full_page_writes");
    String commits = setting(connection, "synchronous_commit");
    String measured =
        "fsync " + fsync + ", full_page_writes " + pages + ", synchronous_commit " + commits;
    if (fsync.equals("off")) {
      return Finding.fail(
          Examined.DURABILITY,
          measured + ": a crash of the machine loses what was prepared or committed",
          "fsync = on in postgresql.conf, and reload");
    }
    if (commits.equals("off")) {
      return Finding.fail(
          Examined.DURABILITY,
          measured + ": a commit outside two phases (a receipt's, a last resource's) can be lost",
          "synchronous_commit = on in postgresql.conf, or ALTER ROLE "
              + user
              + " SET synchronous_commit = on");
    }
    return pages.equals("off")
        ? Finding.warn(
            Examined.DURABILITY,
            measured + ": a crash of the machine can leave torn pages",
            "full_page_writes = on in postgresql.conf, unless the file system rules them out")
        : Finding.pass(Examined.DURABILITY, measured);
  }
}
