package dev.tutti.xa.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** MariaDB, by its own driver or by Connector/J. */
final class MariaDbDialect extends MySqlFamily {

  MariaDbDialect(Duration lockTimeout) {
    super(Optional.of(lockTimeout));
  }

  private MariaDbDialect() {
    super(Optional.empty());
  }

  /** For a data source that is somebody else's. */
  static MariaDbDialect ofOthers() {
    return new MariaDbDialect();
  }

  @Override
  List<MySqlDriver> drivers() {
    return List.of(MySqlDriver.MARIADB, MySqlDriver.CONNECTOR_J);
  }

  /** As bytes: the column is binary. */
  @Override
  String listing() {
    return "XA RECOVER";
  }

  @Override
  byte[] xidData(ResultSet row) throws SQLException {
    return row.getBytes(4);
  }

  /** Older ones roll a prepared branch back when its connection ends. */
  @Override
  void check(MySqlServer server) throws SQLException {
    if (!server.mariadb()) {
      throw new SQLNonTransientException(
          "this is MySQL " + server.text() + ", not MariaDB: use the kind mysql for it");
    }
    if (server.version() < 100_502) {
      throw new SQLNonTransientException(
          "MariaDB "
              + server.text()
              + " drops a prepared branch with its connection: 10.5 or newer is needed");
    }
  }

  @Override
  String listingRefused(String user) {
    return user + " may not list prepared branches, so nothing can be recovered";
  }

  /**
   * A row of our own in the database. The server's {@code server_uid} is made of its machine and
   * port: another server under the same address would have the same, and a moved one another.
   */
  @Override
  String identity(Connection connection) throws SQLException {
    return "mariadb:" + MySqlIdentity.uuid(connection) + "/" + connection.getCatalog();
  }
}
