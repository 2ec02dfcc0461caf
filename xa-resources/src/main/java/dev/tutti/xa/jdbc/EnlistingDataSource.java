package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.TransactionContext;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Answers the transaction's connection inside a transaction, and an ordinary one outside. */
final class EnlistingDataSource implements DataSource {

  private final Participant<Connection> participant;
  private final Supplier<Optional<TransactionContext>> context;
  private final Ordinary ordinary;

  /** Where ordinary connections come from. */
  @FunctionalInterface
  interface Ordinary {
    Connection connection() throws SQLException;
  }

  EnlistingDataSource(
      Participant<Connection> participant,
      Supplier<Optional<TransactionContext>> context,
      Ordinary ordinary) {
    this.participant = participant;
    this.context = context;
    this.ordinary = ordinary;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Optional<TransactionContext> current = context.get();
    if (current.isPresent()) {
      Optional<Connection> handle = handle(current.get());
      if (handle.isPresent()) {
        return handle.get();
      }
    }
    return ordinary.connection();
  }

  private Optional<Connection> handle(TransactionContext current) throws SQLException {
    try {
      return current.currentHandle(participant);
    } catch (SQLException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new SQLException(participant.name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException(
        participant.name() + ": the user is configured; use getConnection()");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException(participant.name() + ": wraps no " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
