package dev.tutti.xa.jdbc;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.xa.config.TlsSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.h2.engine.Session;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;

/** H2 in this process, on a file. */
final class H2Dialect extends XaDialect {

  /** Closed session, broken connection, closed database, closing database, I/O errors. */
  private static final Set<Integer> LOST = Set.of(90007, 90067, 90098, 90121, 90028, 90031, 90030);

  private static final int LOCK_TIMEOUT = 50200;

  /** A lock that timed out, a deadlock, a row that another transaction changed meanwhile. */
  private static final Set<Integer> CONFLICTS = Set.of(LOCK_TIMEOUT, 40001, 90131);

  private static final Set<String> TRANSACTIONAL =
      Set.of(
          "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "WITH", "VALUES", "TABLE",
          "CALL", "EXPLAIN", "SHOW", "HELP");

  /** A variable, or the wait for a lock. The others commit, or outlive the transaction. */
  private static final Set<String> TRANSACTIONAL_SETTINGS = Set.of("@", "LOCK_TIMEOUT");

  private final long lockMillis;
  private final H2HeldBranches held = new H2HeldBranches();

  H2Dialect(Duration lockTimeout) {
    this.lockMillis = lockTimeout.toMillis();
  }

  @Override
  Guarantee guarantee() {
    return Guarantee.DEVELOPMENT;
  }

  @Override
  Class<?> provider(String url) {
    return JdbcDataSource.class;
  }

  @Override
  String url(String name, String url, TlsSettings tls) {
    if (tls.isOn()) {
      throw new ConfigurationException(
          "resources." + name + ".tls", "H2 is a file of this process, there is no connection");
    }
    return H2Url.complete(name, url, lockMillis);
  }

  @Override
  Branch branch(JdbcPool.Lease lease, Duration remaining) {
    return new H2Branch(lease.xaResource(), held);
  }

  @Override
  RecoveryConnection openRecovery(JdbcSettings settings) throws SQLException {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(settings.url());
    source.setUser(settings.user());
    source.setPassword(settings.password().value());
    return new H2Recovery(settings.name(), source.getConnection(), this, held);
  }

  /** A constant of the database: it needs no table and travels with the file. */
  @Override
  String identity(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      String found = readIdentity(statement);
      if (!found.isEmpty()) {
        return found;
      }
      statement.execute(
          "CREATE CONSTANT IF NOT EXISTS TUTTI_IDENTITY VALUE '" + UUID.randomUUID() + "'");
      return readIdentity(statement);
    }
  }

  private static String readIdentity(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT VALUE_DEFINITION FROM INFORMATION_SCHEMA.CONSTANTS"
                + " WHERE CONSTANT_NAME = 'TUTTI_IDENTITY'")) {
      return rows.next() ? "h2:" + rows.getString(1).replace("'", "") : "";
    }
  }

  @Override
  String purge(String table, String condition) {
    return "DELETE FROM "
        + table
        + " WHERE "
        + condition
        + " AND created_at < DATEADD('SECOND', -CAST(? AS BIGINT), CURRENT_TIMESTAMP)"
        + " FETCH FIRST "
        + PURGE_CHUNK
        + " ROWS ONLY";
  }

  @Override
  void limitLockWait(Connection connection, Duration wait) throws SQLException {
    lockWait(connection, Math.max(1, wait.toMillis()));
  }

  @Override
  void unlimitLockWait(Connection connection) throws SQLException {
    lockWait(connection, lockMillis);
  }

  private static void lockWait(Connection connection, long millis) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCK_TIMEOUT " + millis);
    }
  }

  @Override
  boolean isLockTimeout(SQLException e) {
    return e.getErrorCode() == LOCK_TIMEOUT || super.isLockTimeout(e);
  }

  @Override
  boolean isConflict(SQLException e) {
    return CONFLICTS.contains(e.getErrorCode()) || super.isConflict(e);
  }

  @Override
  boolean isConnectionLost(SQLException e) {
    return isLost(e) || super.isConnectionLost(e);
  }

  static boolean isLost(SQLException e) {
    return LOST.contains(e.getErrorCode());
  }

  /** Only what is known to leave the transaction open: H2 commits around all else. */
  @Override
  boolean endsTransaction(String word) {
    return !TRANSACTIONAL.contains(word);
  }

  @Override
  Lexis lexis() {
    return Lexis.H2;
  }

  /** What brackets hold is a name in some modes. */
  @Override
  boolean isDoubtful(String sql) {
    return sql.indexOf('[') >= 0;
  }

  @Override
  Optional<String> refusal(List<String> tokens) {
    if (tokens.contains("LINK_SCHEMA")) {
      return Optional.of("LINK_SCHEMA"); // a function that runs definitions
    }
    if (tokens.get(0).equals("SET") && tokens.size() > 1) {
      return TRANSACTIONAL_SETTINGS.contains(tokens.get(1))
          ? Optional.empty()
          : Optional.of("SET " + tokens.get(1));
    }
    return super.refusal(tokens);
  }

  /** H2 writes a commit to the file, but leaves it to the operating system when it is on disk. */
  @Override
  void force(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT SYNC");
    }
  }

  /** A query timeout of H2 belongs to the session, not to the statement that set it. */
  @Override
  void reset(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (statement.getQueryTimeout() != 0) {
        statement.setQueryTimeout(0);
      }
    }
  }

  /** H2's Connection.abort does nothing; closing the session is what H2 allows from outside. */
  @Override
  void abort(Connection connection) throws SQLException {
    Session session = connection.unwrap(JdbcConnection.class).getSession();
    session.cancel();
    session.close();
  }

  /**
   * Closing the connection of a prepared branch rolls it back while the database is open. So the
   * database goes first, as in a crash, and the branch is in doubt when it is opened again.
   */
  @Override
  void closing(JdbcPool pool) {
    if (held.isEmpty()) {
      return;
    }
    try (Connection connection = pool.connection();
        Statement statement = connection.createStatement()) {
      statement.execute("SHUTDOWN IMMEDIATELY");
    } catch (SQLException e) {
      // The database is gone, which is what was asked for.
    }
  }
}
