package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.Finding;
import dev.tutti.tm.spi.ReceiptStore.KeyReceipt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What our own statements need to know about a database; the defaults are standard SQL. A database
 * that speaks XA has an {@link XaDialect}.
 */
abstract class Dialect {

  /** Rows that one purging statement deletes: short locks, small undo. */
  static final int PURGE_CHUNK = 1000;

  /** What may stand before the first word. */
  private static final Set<String> OPENING = Set.of("(", "{", "?", "=");

  /** Rollback, serialization failure, deadlock; a lock that was not to be had. */
  private static final Set<String> CONFLICTS = Set.of("40000", "40001", "40P01", "55P03");

  private static final Set<String> LOCK_TIMEOUTS = Set.of("HYT00", "57014", "55P03");

  /** The table of receipts; run repeatedly, so {@code IF NOT EXISTS}. */
  String createReceipts() {
    return "CREATE TABLE IF NOT EXISTS tutti_receipt ("
        + "tx_id VARCHAR(128) NOT NULL PRIMARY KEY, idem_key VARCHAR(200) UNIQUE, "
        + "content VARCHAR(128) NOT NULL, "
        + "created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL)";
  }

  /** The table of decisions of a last resource, and of its identity. */
  String createDecisions() {
    return "CREATE TABLE IF NOT EXISTS tutti_decision ("
        + "tx_id VARCHAR(128) NOT NULL PRIMARY KEY, outcome VARCHAR(64) NOT NULL, "
        + "created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL)";
  }

  /**
   * Deletes at most {@link #PURGE_CHUNK} rows older than the last parameter, in seconds.
   *
   * @param condition what else holds for them, with its own parameters; {@code 1 = 1} for nothing
   */
  abstract String purge(String table, String condition);

  /** Makes the last commit of this connection survive a crash, where the commit alone does not. */
  void force(Connection connection) throws SQLException {}

  /** Writes a receipt: transaction, key, content. May answer 0 rows instead of a violation. */
  String insertReceipt() {
    return "INSERT INTO tutti_receipt (tx_id, idem_key, content) VALUES (?, ?, ?)";
  }

  /**
   * Writes a receipt.
   *
   * @param wait the longest for another transaction that holds the same key
   * @return 0 if it was written before, where the database does not say so by a violation
   */
  int writeReceipt(Connection connection, KeyReceipt receipt, Duration wait) throws SQLException {
    limitLockWait(connection, wait);
    int written;
    try (PreparedStatement insert = connection.prepareStatement(insertReceipt())) {
      limitLockWait(insert, wait);
      bind(insert, receipt);
      written = insert.executeUpdate();
    } catch (SQLException e) {
      try {
        unlimitLockWait(connection);
      } catch (SQLException lost) {
        e.addSuppressed(lost); // Then the connection is not used again.
      }
      throw e;
    }
    unlimitLockWait(connection);
    return written;
  }

  static void bind(PreparedStatement insert, KeyReceipt receipt) throws SQLException {
    insert.setString(1, receipt.transactionId());
    insert.setString(2, receipt.key());
    insert.setString(3, receipt.content());
  }

  /** Bounds the waits for locks of this connection's transaction, where the database can. */
  void limitLockWait(Connection connection, Duration wait) throws SQLException {}

  /** Undoes {@link #limitLockWait} on a connection that goes on working. */
  void unlimitLockWait(Connection connection) throws SQLException {}

  /** A statement-side bound for databases that know no other. */
  void limitLockWait(PreparedStatement statement, Duration wait) throws SQLException {
    statement.setQueryTimeout((int) Math.max(1, wait.plusMillis(999).toSeconds()));
  }

  boolean isUniqueViolation(SQLException e) {
    return "23505".equals(e.getSQLState()) || e instanceof SQLIntegrityConstraintViolationException;
  }

  boolean isLockTimeout(SQLException e) {
    return e instanceof SQLTimeoutException
        || (e.getSQLState() != null && LOCK_TIMEOUTS.contains(e.getSQLState()));
  }

  boolean isConnectionLost(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P0"));
  }

  /**
   * Whether another transaction was in the way, so that the same work may succeed when it is
   * repeated from its beginning: SQLSTATE class 40 but 40003 (nobody knows whether it completed),
   * and a wait for a lock that timed out.
   */
  boolean isConflict(SQLException e) {
    String state = e.getSQLState();
    return e instanceof SQLTransactionRollbackException
        || (state != null && CONFLICTS.contains(state));
  }

  /** Binds a key that is known as text only. */
  void bindText(PreparedStatement statement, int index, String value) throws SQLException {
    statement.setString(index, value);
  }

  /**
   * Whether a statement that begins with this word ends the transaction by itself, so that a handle
   * must refuse it.
   *
   * @param word in upper case
   */
  boolean endsTransaction(String word) {
    return switch (word) {
      case "COMMIT", "ROLLBACK", "BEGIN", "START", "END", "ABORT", "XA", "PREPARE" -> true;
      default -> false;
    };
  }

  /** How it reads comments, texts and names. */
  Lexis lexis() {
    return Lexis.STANDARD;
  }

  /** Whether a semicolon in this text may separate statements although we see it quoted. */
  boolean isDoubtful(String sql) {
    return false;
  }

  /**
   * Why SQL is refused on a handle: it ends the transaction by itself, or cannot be read.
   *
   * @param sql one statement or several
   */
  Optional<String> refusal(String sql) {
    Optional<String> refused = refusalOfAny(SqlTokens.of(sql, lexis()));
    if (refused.isPresent() || sql.indexOf(';') < 0 || !isDoubtful(sql)) {
      return refused;
    }
    for (String part : sql.split(";", -1)) {
      List<List<String>> tokens = SqlTokens.of(part, lexis());
      if (!tokens.isEmpty() && endsTransaction(tokens.get(0).get(0))) {
        return Optional.of(tokens.get(0).get(0));
      }
    }
    return refused;
  }

  private Optional<String> refusalOfAny(List<List<String>> statements) {
    return statements.stream().map(this::refusal).flatMap(Optional::stream).findFirst();
  }

  /** The same for one statement. */
  Optional<String> refusal(List<String> tokens) {
    int first = 0;
    while (first < tokens.size() && OPENING.contains(tokens.get(first))) {
      first++;
    }
    String word = first < tokens.size() ? tokens.get(first) : tokens.get(0);
    if (!Character.isLetter(word.charAt(0))) {
      return Optional.of("SQL that begins with " + word + " cannot be read, and");
    }
    boolean call = word.equals("CALL");
    if (tokens.get(0).equals("{") && !call) {
      return Optional.of("{" + word);
    }
    if (word.equals("SET") && tokens.contains("AUTOCOMMIT")) {
      return Optional.of("SET AUTOCOMMIT");
    }
    if (tokens.contains("/*!")) {
      return Optional.of("a comment that is executed");
    }
    return endsTransaction(word) ? Optional.of(word) : Optional.empty();
  }

  /**
   * What the guarantee depends on at the server, see {@link
   * dev.tutti.tm.spi.ResourceManager#examine}.
   */
  List<Finding> examine(Connection connection, JdbcSettings settings) throws SQLException {
    return List.of();
  }

  /** The same for a last resource, whose decision is a commit of one phase. */
  List<Finding> examineLast(Connection connection) throws SQLException {
    return List.of();
  }

  /** A statement that makes a transaction more than empty, where none of our tables is needed. */
  Optional<String> trace() {
    return Optional.empty();
  }

  /** Bounds a statement by what its transaction has left, where the driver does it well. */
  void bound(Statement statement, Duration remaining) throws SQLException {
    statement.setQueryTimeout((int) Math.max(1, remaining.plusMillis(999).toSeconds()));
  }

  /**
   * Asks a running statement to end; does not wait for a server that does not answer.
   *
   * @return whether the request cannot come late, to the next user of the connection
   */
  boolean cancel(Statement statement) throws SQLException {
    statement.cancel();
    return true;
  }

  /** Gets a stuck call out of the driver: nothing of this connection's work may remain possible. */
  void abort(Connection connection) throws SQLException {
    connection.abort(Runnable::run);
  }
}
