package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.LastResourceManager.Decision;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The rows that decide transactions: one for each, its primary key the transaction's id. */
final class Decisions {

  private static final String COMMIT = "COMMITTED";
  private static final String ABORT = "ABORTED";

  /** The row that says which table this is: with the table it comes and goes. */
  private static final String IDENTITY = "tutti-identity";

  /** What is purged: rows of one prefix, and never the identity. */
  private static final String OF_PREFIX = "tx_id LIKE ? ESCAPE '!' AND tx_id <> '" + IDENTITY + "'";

  /** How long a settlement waits for the writer of the row. */
  private static final Duration SETTLE_WAIT = Duration.ofMillis(500);

  private final Dialect dialect;

  Decisions(Dialect dialect) {
    this.dialect = dialect;
  }

  void prepare(Connection connection) throws SQLException {
    Tables.create(connection, dialect.createDecisions(), "tutti_decision");
    identity(connection);
    dialect.force(connection);
  }

  /** Which table this is; gives it an identity if it has none. On an auto-commit connection. */
  private String identity(Connection connection) throws SQLException {
    Optional<String> known = outcome(connection, IDENTITY);
    if (known.isPresent()) {
      return known.get();
    }
    try (PreparedStatement insert = insert(connection)) {
      insert.setString(1, IDENTITY);
      insert.setString(2, UUID.randomUUID().toString());
      insert.executeUpdate();
    } catch (SQLException e) {
      if (!dialect.isUniqueViolation(e)) {
        throw e;
      }
    }
    return outcome(connection, IDENTITY)
        .orElseThrow(() -> new SQLException("the row of its identity is gone again"));
  }

  /** The same for a table that may have been dropped since it was made. */
  String identify(Connection connection) throws SQLException {
    prepare(connection);
    return identity(connection);
  }

  /** In the local transaction that it decides, right before its commit. */
  void commit(Connection connection, String transactionId) throws SQLException {
    try (PreparedStatement insert = insert(connection)) {
      insert.setString(1, transactionId);
      insert.setString(2, COMMIT);
      insert.executeUpdate();
    }
  }

  /** After that commit: it is answered only when it survives a crash. */
  void force(Connection connection) throws SQLException {
    dialect.force(connection);
  }

  private static PreparedStatement insert(Connection connection) throws SQLException {
    return connection.prepareStatement("INSERT INTO tutti_decision (tx_id, outcome) VALUES (?, ?)");
  }

  /**
   * Inserts the abort first: it wins, or what is there is obeyed, or its writer still lives.
   *
   * @param connection a fresh one, for this alone
   */
  Decision settle(Connection connection, String transactionId) throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    dialect.limitLockWait(connection, SETTLE_WAIT);
    try (PreparedStatement insert = insert(connection)) {
      dialect.limitLockWait(insert, SETTLE_WAIT);
      insert.setString(1, transactionId);
      insert.setString(2, ABORT);
      insert.executeUpdate();
      connection.commit();
      dialect.force(connection);
      return Decision.ABORTED;
    } catch (SQLException e) {
      connection.rollback();
      if (dialect.isLockTimeout(e)) {
        return Decision.UNDECIDED;
      }
      if (!dialect.isUniqueViolation(e)) {
        throw e;
      }
    }
    // A duplicate whose row is gone now was undone in between: ask again.
    Decision found = read(connection, transactionId).orElse(Decision.UNDECIDED);
    connection.commit();
    dialect.force(connection);
    return found;
  }

  private static Optional<Decision> read(Connection connection, String transactionId)
      throws SQLException {
    return outcome(connection, transactionId)
        .map(o -> o.equals(COMMIT) ? Decision.COMMITTED : Decision.ABORTED);
  }

  private static Optional<String> outcome(Connection connection, String id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT outcome FROM tutti_decision WHERE tx_id = ?")) {
      select.setString(1, id);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  /** Only rows of transactions whose ids begin so: the others are other nodes'. */
  void purge(Connection connection, String prefix, Duration olderThan) throws SQLException {
    String pattern = prefix.replaceAll("[!%_]", "!$0") + "%";
    Tables.purge(connection, dialect.purge("tutti_decision", OF_PREFIX), olderThan, pattern);
  }
}
