package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.LastResourceBranch;
import java.sql.Connection;
import java.sql.SQLException;

/** A local transaction whose commit is the decision. */
final class LastJdbcBranch implements LastResourceBranch {

  private final Connection connection;
  private final Decisions decisions;
  private final String transactionId;

  LastJdbcBranch(Connection connection, Decisions decisions, String transactionId) {
    this.connection = connection;
    this.decisions = decisions;
    this.transactionId = transactionId;
  }

  @Override
  public void commit() throws SQLException {
    Uninterrupted.call(
        () -> {
          try {
            decisions.commit(connection, transactionId);
            connection.commit();
          } catch (SQLException e) {
            undo(e);
            throw e;
          }
          return true;
        });
  }

  private void undo(SQLException refusal) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      refusal.addSuppressed(e);
    }
  }

  @Override
  public void rollback() throws SQLException {
    Uninterrupted.call(
        () -> {
          connection.rollback();
          return true;
        });
  }

  /** Back to its owner: as it came, or not at all. */
  void released(boolean finished, GatedSession session) {
    try (connection) {
      if (finished && !session.isAborted()) {
        session.closeStatements();
        connection.setAutoCommit(true);
      } else {
        connection.abort(Runnable::run);
      }
    } catch (SQLException e) {
      // It does not serve anybody any more.
    }
  }
}
