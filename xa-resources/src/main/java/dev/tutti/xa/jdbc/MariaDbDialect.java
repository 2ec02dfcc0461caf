package dev.tutti.xa.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

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
    try {
      return read(connection);
    } catch (SQLException e) {
      if (e.getErrorCode() != MySqlErrors.NO_TABLE) {
        throw e;
      }
    }
    create(connection);
    return read(connection);
  }

  private static String read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT uuid, DATABASE() FROM tutti_identity WHERE id = 1")) {
      if (!row.next()) {
        throw new SQLException(
            "its table tutti_identity is empty: drop it, and it is made anew",
            "42S02",
            MySqlErrors.NO_TABLE);
      }
      return "mariadb:" + row.getString(1) + "/" + row.getString(2);
    }
  }

  private static void create(Connection connection) throws SQLException {
    Tables.create(
        connection,
        "CREATE TABLE IF NOT EXISTS tutti_identity (id TINYINT NOT NULL PRIMARY KEY,"
            + " uuid CHAR(36) CHARACTER SET ascii NOT NULL) ENGINE=InnoDB",
        "tutti_identity");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT IGNORE INTO tutti_identity (id, uuid) VALUES (1, ?)")) {
      insert.setString(1, UUID.randomUUID().toString());
      insert.executeUpdate();
    }
  }
}
