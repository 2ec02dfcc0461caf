package dev.tutti.xa.jdbc;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.Finding;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.xa.config.TlsSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What MySQL and MariaDB have in common. */
abstract class MySqlFamily extends XaDialect {

  private static final String LOCK_WAIT = "INNODB_LOCK_WAIT_TIMEOUT";

  /** Of an answer that recovery waits for; it comes again later. */
  private static final Duration RECOVERY = Duration.ofSeconds(10);

  /**
   * What leaves a transaction open and nothing behind on the session. In a branch these servers
   * refuse most else by themselves, but not in a last resource's local transaction.
   */
  private static final Set<String> TRANSACTIONAL =
      Set.of(
          "SELECT",
          "INSERT",
          "UPDATE",
          "DELETE",
          "REPLACE",
          "WITH",
          "VALUES",
          "TABLE",
          "CALL",
          "EXPLAIN",
          "DESCRIBE",
          "DESC",
          "SHOW",
          "HELP",
          "DO",
          "LOAD",
          "SIGNAL",
          "SET");

  private final Optional<Duration> lockTimeout;
  private final MySqlSessions sessions = new MySqlSessions();
  private volatile MySqlDriver driver = MySqlDriver.CONNECTOR_J;
  private volatile Optional<MySqlKeyless> keyless = Optional.empty();
  private volatile boolean looked;

  /**
   * Made for one resource.
   *
   * @param lockTimeout what our sessions are set to; empty for sessions that are somebody else's
   */
  MySqlFamily(Optional<Duration> lockTimeout) {
    this.lockTimeout = lockTimeout;
  }

  /** The drivers that it can be reached by. */
  abstract List<MySqlDriver> drivers();

  /** How it lists its prepared branches, each as format, both lengths and data. */
  abstract String listing();

  /** The data of a branch in that list. */
  abstract byte[] xidData(ResultSet row) throws SQLException;

  /** Refuses a server that cannot keep what we promise. */
  abstract void check(MySqlServer server) throws SQLException;

  /** What a user lacks who may not list the branches. */
  abstract String listingRefused(String user);

  @Override
  Guarantee guarantee() {
    return Guarantee.DURABLE_XA;
  }

  @Override
  Class<?> provider(String url) {
    return driver.provider("");
  }

  @Override
  String url(String name, String url, TlsSettings tls) {
    for (MySqlDriver candidate : drivers()) {
      if (url.startsWith(candidate.scheme())) {
        driver = candidate;
        candidate.provider(name);
        keyless = MySqlKeyless.of(name, url, candidate, tls);
        return MySqlUrl.complete(name, url, candidate, lockTimeout.orElseThrow(), tls);
      }
    }
    throw new ConfigurationException(
        "resources." + name + ".url",
        "does not begin with "
            + String.join(" or ", drivers().stream().map(d -> d.scheme() + "//").toList()));
  }

  @Override
  Branch branch(JdbcPool.Lease lease, Duration remaining) throws SQLException {
    look(lease.raw());
    return new MySqlBranch(
        lease, remaining, sessions, MySqlSessions.Session.of(driver.sessionId(lease.raw())));
  }

  @Override
  RecoveryConnection openRecovery(JdbcSettings settings) throws SQLException {
    Connection connection = driver.connect(settings, RECOVERY);
    boolean opened = false;
    try {
      look(connection);
      sessions.end(connection);
      MySqlRecovery recovery = new MySqlRecovery(settings.name(), connection, this);
      opened = true;
      return recovery;
    } finally {
      if (!opened) {
        connection.close();
      }
    }
  }

  @Override
  List<Finding> examine(Connection connection, JdbcSettings settings) throws SQLException {
    return new MySqlExamination(connection, settings).run();
  }

  @Override
  List<Finding> examineLast(Connection connection) throws SQLException {
    return MySqlExamination.ofLast(connection);
  }

  /** Once: what we need of a server does not change while it is the same. */
  private void look(Connection connection) throws SQLException {
    if (!looked) {
      MySqlServer server = MySqlServer.of(connection);
      if (!server.mariadb() && keyless.isPresent()) {
        keyless.get().warn(connection);
      }
      if (!connection.getAutoCommit()) {
        connection
            .rollback(); // The questions have begun a transaction; a branch must begin its own.
      }
      check(server);
      server.warn();
      looked = true;
    }
  }

  @Override
  String createReceipts() {
    // Binary, so that keys which differ in case, accents or blanks at the end are different keys.
    return "CREATE TABLE IF NOT EXISTS tutti_receipt ("
        + "tx_id VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY, "
        + "idem_key VARBINARY(800) UNIQUE, "
        + "content VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, "
        + CREATED_AT;
  }

  @Override
  String createDecisions() {
    return "CREATE TABLE IF NOT EXISTS tutti_decision ("
        + "tx_id VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY, "
        + "outcome VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, "
        + CREATED_AT;
  }

  /** With an index: a purge without one would lock every row that it passes. */
  private static final String CREATED_AT =
      "created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6), "
          + "KEY tutti_created_at (created_at)) ENGINE=InnoDB";

  @Override
  String purge(String table, String condition) {
    return "DELETE FROM "
        + table
        + " WHERE "
        + condition
        + " AND created_at < CURRENT_TIMESTAMP(6) - INTERVAL ? SECOND LIMIT "
        + PURGE_CHUNK;
  }

  @Override
  void limitLockWait(Connection connection, Duration wait) throws SQLException {
    if (lockTimeout.isEmpty() || seconds(wait) != seconds(lockTimeout.get())) {
      lockWait(connection, String.valueOf(seconds(wait)));
    }
  }

  @Override
  void unlimitLockWait(Connection connection) throws SQLException {
    lockWait(connection, lockTimeout.map(l -> String.valueOf(seconds(l))).orElse("DEFAULT"));
  }

  /** The connection is bounded already. */
  @Override
  void limitLockWait(PreparedStatement statement, Duration wait) {}

  private static void lockWait(Connection connection, String seconds) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION " + LOCK_WAIT + " = " + seconds);
    }
  }

  /** These servers know whole seconds only, and at least one. */
  static long seconds(Duration wait) {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }

  @Override
  boolean isUniqueViolation(SQLException e) {
    return MySqlErrors.isDuplicate(e);
  }

  @Override
  boolean isLockTimeout(SQLException e) {
    return MySqlErrors.isLockTimeout(e);
  }

  @Override
  boolean isConflict(SQLException e) {
    return MySqlErrors.isConflict(e) || super.isConflict(e);
  }

  @Override
  boolean isConnectionLost(SQLException e) {
    return MySqlErrors.isLost(e);
  }

  /**
   * Connector/J keeps a thread for each connection for that; the transaction's own clock is enough.
   */
  @Override
  void bound(Statement statement, Duration remaining) throws SQLException {
    if (driver == MySqlDriver.MARIADB) {
      super.bound(statement, remaining);
    }
  }

  /** Both drivers open a connection for it, which may take its time. */
  @Override
  boolean cancel(Statement statement) {
    Rescue.start(statement::cancel);
    return false;
  }

  /** So does MariaDB's for an abort, if a call is inside. */
  @Override
  void abort(Connection connection) {
    Rescue.start(() -> connection.abort(Runnable::run));
  }

  /** Only what is known to leave the transaction open. */
  @Override
  boolean endsTransaction(String word) {
    return !TRANSACTIONAL.contains(word);
  }

  @Override
  Optional<String> refusal(String sql) {
    return MySqlTokens.of(sql).stream().map(this::refusal).flatMap(Optional::stream).findFirst();
  }

  @Override
  Optional<String> refusal(List<String> tokens) {
    if (tokens.contains(MySqlTokens.EXECUTED)) {
      return Optional.of("a comment that is executed");
    }
    return switch (tokens.get(0)) {
      case "SET" -> setting(tokens) ? Optional.empty() : Optional.of("SET");
      case "LOAD" ->
          tokens.size() > 1 && tokens.get(1).equals("INDEX")
              ? Optional.of("LOAD INDEX")
              : Optional.empty();
      default -> super.refusal(tokens);
    };
  }

  /** One variable of the user's own, or the wait for a lock. The others outlive the transaction. */
  private static boolean setting(List<String> tokens) {
    if (tokens.size() < 3 || tokens.contains(",")) {
      return false;
    }
    boolean own = tokens.get(1).equals("@") && !tokens.get(2).equals("@");
    return own || (tokens.get(1).equals("SESSION") && tokens.get(2).equals(LOCK_WAIT));
  }
}
