package dev.tutti.xa.jdbc;

import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.Finding;
import dev.tutti.tm.spi.ReceiptStore.KeyReceipt;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.xa.config.TlsSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postgresql.core.BaseConnection;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.xa.PGXADataSource;

/** PostgreSQL 14 and newer, through its own driver. */
final class PgDialect extends XaDialect {

  private static final String LOCK_TIMEOUT = "55P03";

  /** Seconds that recovery waits for an answer: the next pass asks again. */
  private static final int RECOVERY_SECONDS = 10;

  /** What SET may set in a transaction; anything else would outlive it on this connection. */
  private static final Set<String> TRANSACTION_SETTINGS =
      Set.of("LOCAL", "TRANSACTION", "CONSTRAINTS");

  private static final Set<String> NOISE = Set.of("WORK", "TRANSACTION");

  private final Duration lockTimeout;

  PgDialect(Duration lockTimeout) {
    this.lockTimeout = lockTimeout;
  }

  @Override
  Guarantee guarantee() {
    return Guarantee.DURABLE_XA;
  }

  @Override
  Class<?> provider(String url) {
    return PGXADataSource.class;
  }

  @Override
  String url(String name, String url, TlsSettings tls) {
    return PgUrl.complete(name, url, tls, lockTimeout);
  }

  @Override
  Branch branch(JdbcPool.Lease lease, Duration remaining) throws SQLException {
    return new PgBranch(lease.connection().unwrap(BaseConnection.class));
  }

  @Override
  RecoveryConnection openRecovery(JdbcSettings settings) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(settings.url());
    source.setUser(settings.user());
    source.setPassword(settings.password().value());
    source.setConnectTimeout(bounded(source.getConnectTimeout()));
    source.setSocketTimeout(bounded(source.getSocketTimeout()));
    source.setLoginTimeout(bounded(source.getLoginTimeout()));
    return new PgRecovery(settings.name(), source.getConnection());
  }

  /** A shorter limit of the address stays. */
  private static int bounded(int seconds) {
    return seconds <= 0 ? RECOVERY_SECONDS : Math.min(seconds, RECOVERY_SECONDS);
  }

  @Override
  String identity(Connection connection) throws SQLException {
    return PgServer.identity(connection);
  }

  @Override
  List<Finding> examine(Connection connection, JdbcSettings settings) throws SQLException {
    return new PgExamination(connection, settings).run();
  }

  @Override
  List<Finding> examineLast(Connection connection) throws SQLException {
    return PgExamination.ofLast(connection);
  }

  @Override
  Optional<String> trace() {
    return Optional.of("SELECT pg_current_xact_id()");
  }

  /** The second statement makes the purge by age cheap, at almost no cost for the insert. */
  @Override
  String createReceipts() {
    return super.createReceipts() + brin("tutti_receipt");
  }

  @Override
  String createDecisions() {
    return super.createDecisions() + brin("tutti_decision");
  }

  private static String brin(String table) {
    return "; CREATE INDEX IF NOT EXISTS "
        + table
        + "_age ON "
        + table
        + " USING brin (created_at)";
  }

  @Override
  String purge(String table, String condition) {
    return "DELETE FROM "
        + table
        + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM "
        + table
        + " WHERE "
        + condition
        + " AND created_at < CURRENT_TIMESTAMP - make_interval(secs => CAST(? AS bigint)) LIMIT "
        + PURGE_CHUNK
        + "))";
  }

  /** A violation would fail the whole transaction, so that the holder could not be read in it. */
  @Override
  String insertReceipt() {
    return super.insertReceipt() + " ON CONFLICT DO NOTHING";
  }

  /** The limit, the receipt and the end of the limit in one round trip. */
  @Override
  int writeReceipt(Connection connection, KeyReceipt receipt, Duration wait) throws SQLException {
    try (PreparedStatement all =
        connection.prepareStatement(
            lockWait(String.valueOf(Math.max(1, wait.toMillis())))
                + "; "
                + insertReceipt()
                + "; "
                + lockWait("DEFAULT"))) {
      bind(all, receipt);
      all.execute();
      int written = 0;
      int rows = all.getUpdateCount();
      while (rows != -1) {
        written += rows; // Those of SET are none.
        all.getMoreResults();
        rows = all.getUpdateCount();
      }
      return written;
    }
  }

  @Override
  void limitLockWait(Connection connection, Duration wait) throws SQLException {
    lockWait(connection, String.valueOf(Math.max(1, wait.toMillis())));
  }

  @Override
  void unlimitLockWait(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      lockWait(connection, "DEFAULT");
    }
  }

  private static void lockWait(Connection connection, String value) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(lockWait(value));
    }
  }

  private static String lockWait(String value) {
    return "SET LOCAL lock_timeout TO " + value;
  }

  /** The connection has the limit. */
  @Override
  void limitLockWait(PreparedStatement statement, Duration wait) {}

  @Override
  boolean isLockTimeout(SQLException e) {
    return LOCK_TIMEOUT.equals(e.getSQLState());
  }

  @Override
  boolean isConnectionLost(SQLException e) {
    return PgErrors.isLost(e);
  }

  /** Of no type, so that it fits a column of any. */
  @Override
  void bindText(PreparedStatement statement, int index, String value) throws SQLException {
    statement.setObject(index, value, Types.OTHER);
  }

  @Override
  Lexis lexis() {
    return Lexis.POSTGRESQL;
  }

  /** After an error only a savepoint saves the transaction, so going back to one is allowed. */
  @Override
  Optional<String> refusal(List<String> tokens) {
    String word = tokens.get(0);
    String next = tokens.size() > 1 ? tokens.get(1) : "";
    if (word.equals("ROLLBACK")) {
      String to = NOISE.contains(next) && tokens.size() > 2 ? tokens.get(2) : next;
      return to.equals("TO") ? Optional.empty() : Optional.of(word);
    }
    if (word.equals("SET")) {
      // How texts are read is how a statement that ends the transaction is found.
      return TRANSACTION_SETTINGS.contains(next) && !tokens.contains("STANDARD_CONFORMING_STRINGS")
          ? Optional.empty()
          : Optional.of("SET " + next);
    }
    if (word.equals("RESET") || word.equals("DISCARD") || word.equals("LISTEN")) {
      return Optional.of(word);
    }
    return super.refusal(tokens);
  }
}
