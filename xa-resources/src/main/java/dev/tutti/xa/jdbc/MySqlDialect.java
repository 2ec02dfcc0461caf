package dev.tutti.xa.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** MySQL 8, by Connector/J. */
final class MySqlDialect extends MySqlFamily {

  MySqlDialect(Duration lockTimeout) {
    super(Optional.of(lockTimeout));
  }

  private MySqlDialect() {
    super(Optional.empty());
  }

  /** For a data source that is somebody else's. */
  static MySqlDialect ofOthers() {
    return new MySqlDialect();
  }

  @Override
  List<MySqlDriver> drivers() {
    return List.of(MySqlDriver.CONNECTOR_J);
  }

  /** In hexadecimal: as text, bytes that are none would not survive every setting of a session. */
  @Override
  String listing() {
    return "XA RECOVER CONVERT XID";
  }

  @Override
  byte[] xidData(ResultSet row) throws SQLException {
    String hex = new String(row.getBytes(4), StandardCharsets.US_ASCII);
    return HexFormat.of().parseHex(hex, "0x".length(), hex.length());
  }

  @Override
  void check(MySqlServer server) throws SQLException {
    if (server.mariadb()) {
      throw new SQLNonTransientException(
          "this is MariaDB " + server.text() + ", not MySQL: use the kind mariadb for it");
    }
    if (server.version() < 80_000) {
      throw new SQLNonTransientException(
          "MySQL " + server.text() + " is too old for two phases: 8.0 or newer is needed");
    }
  }

  @Override
  String listingRefused(String user) {
    return user
        + " may not list prepared branches, so nothing can be recovered. An administrator runs:"
        + " GRANT XA_RECOVER_ADMIN ON *.* TO "
        + user;
  }

  /** The server's own number, kept with its files, and the database. */
  @Override
  String identity(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@server_uuid, DATABASE()")) {
      row.next();
      return "mysql:" + row.getString(1) + "/" + row.getString(2);
    } catch (SQLException e) {
      if (e.getErrorCode() == MySqlErrors.UNKNOWN_VARIABLE) {
        check(MySqlServer.of(connection));
      }
      throw e;
    }
  }
}
