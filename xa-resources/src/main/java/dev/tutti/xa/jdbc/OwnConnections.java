package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.ResourceUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;

/** Work outside transactions: an ordinary connection for each, and one name for every failure. */
final class OwnConnections implements TableRefillSource.Unit {

  /** A network that swallows the answer must not hold up recovery, or a start. */
  private static final int ANSWER_MILLIS = 30_000;

  private final String resource;
  private final EnlistingDataSource.Ordinary source;

  OwnConnections(String resource, EnlistingDataSource.Ordinary source) {
    this.resource = resource;
    this.source = source;
  }

  @Override
  public <T> T call(TableRefillSource.SqlWork<T> work) throws ResourceUnavailableException {
    try (Connection connection = source.connection()) {
      int before = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
      try {
        return work.run(connection);
      } finally {
        restore(connection, before);
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** What is dead has no timeout to restore, and must not hide why it died. */
  private static void restore(Connection connection, int millis) {
    try {
      connection.setNetworkTimeout(Runnable::run, millis);
    } catch (SQLException e) {
      // Its pool drops it.
    }
  }

  /** For what may take as long as it takes. */
  <T> T callUnbounded(TableRefillSource.SqlWork<T> work) throws ResourceUnavailableException {
    try (Connection connection = source.connection()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  ResourceUnavailableException unavailable(SQLException e) {
    return unavailable(resource, e);
  }

  static ResourceUnavailableException unavailable(String resource, SQLException e) {
    return new ResourceUnavailableException(
        resource, "the database did not do it: " + Complaint.of(e), e);
  }
}
