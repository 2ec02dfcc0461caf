package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.ResourceUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;

/** Work outside transactions: an ordinary connection for each, and one name for every failure. */
final class OwnConnections implements TableRefillSource.Unit {

  private final String resource;
  private final EnlistingDataSource.Ordinary source;

  OwnConnections(String resource, EnlistingDataSource.Ordinary source) {
    this.resource = resource;
    this.source = source;
  }

  @Override
  public <T> T call(TableRefillSource.SqlWork<T> work) throws ResourceUnavailableException {
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
        resource, "the database did not do it: " + firstLine(e), e);
  }

  private static String firstLine(SQLException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
