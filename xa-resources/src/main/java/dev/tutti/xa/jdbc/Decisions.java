package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.LastResourceManager.Decision;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** The rows that decide transactions: one for each, its primary key the transaction's id. */
final class Decisions {

  private static final String COMMIT = "COMMITTED";
  private static final String ABORT = "ABORTED";

  /** How long a settlement waits for the writer of the row. */
  private static final Duration SETTLE_WAIT = Duration.ofMillis(500);

  private final Dialect dialect;

  Decisions(Dialect dialect) {
    this.dialect = dialect;
  }

  void prepare(Connection connection) throws SQLException {
    Tables.create(connection, dialect.createDecisions(), "tutti_decision");
  }

  /** In the local transaction that it decides, right before its commit. */
  void commit(Connection connection, String transactionId) throws SQLException {
    try (PreparedStatement insert = insert(connection)) {
      insert.setString(1, transactionId);
      insert.setString(2, COMMIT);
      insert.executeUpdate();
    }
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
    return found;
  }

  private static Optional<Decision> read(Connection connection, String transactionId)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT outcome FROM tutti_decision WHERE tx_id = ?")) {
      select.setString(1, transactionId);
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          return Optional.empty();
        }
        return Optional.of(
            rows.getString(1).equals(COMMIT) ? Decision.COMMITTED : Decision.ABORTED);
      }
    }
  }

  void purge(Connection connection, Duration olderThan) throws SQLException {
    Tables.purge(connection, dialect.purge("tutti_decision"), olderThan);
  }
}
