package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.LastResourceBranch;
import java.sql.Connection;
import java.sql.SQLException;

/** A local transaction whose commit is the decision. */
final class LastJdbcBranch implements LastResourceBranch {

  private final Connection connection;
  private final Dialect dialect;
  private final Decisions decisions;
  private final String transactionId;

  private volatile boolean failed;

  LastJdbcBranch(Connection connection, Dialect dialect, String transactionId) {
    this.connection = connection;
    this.dialect = dialect;
    this.decisions = new Decisions(dialect);
    this.transactionId = transactionId;
  }

  @Override
  public void commit() throws SQLException {
    run(
        () -> {
          try {
            decisions.commit(connection, transactionId);
            connection.commit();
            decisions.force(connection);
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
    run(
        () -> {
          connection.rollback();
          return true;
        });
  }

  private void run(Uninterrupted.Call<Boolean, SQLException> end) throws SQLException {
    boolean before = failed;
    failed = true;
    Uninterrupted.call(end);
    failed = before;
  }

  /**
   * Back to its owner: as it came, or not at all. After an end that failed the work may still be
   * open, and switching to auto-commit would commit it (JDBC 4.3, section 10.1.1).
   */
  void released(boolean finished, GatedSession session) {
    boolean whole = session.disarm();
    if (finished && whole && !failed) {
      session.closeStatements();
      giveBack();
    } else {
      Discarded.discard(dialect, connection);
    }
  }

  private void giveBack() {
    try {
      connection.setAutoCommit(true);
      connection.close();
    } catch (SQLException e) {
      Discarded.discard(dialect, connection);
    }
  }
}
