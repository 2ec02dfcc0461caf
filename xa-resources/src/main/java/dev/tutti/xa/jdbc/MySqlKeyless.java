package dev.tutti.xa.jdbc;

import dev.tutti.xa.config.TlsSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A resource that cannot send its password to a server which does not remember it. MySQL's usual
 * kind of account compares a hash that the server keeps in memory; after the server's restart it
 * asks for the password itself, over TLS or under its public key. Without either a resource works
 * until the server is restarted, and then neither work nor recovery reaches it again.
 *
 * @param resource its name
 */
record MySqlKeyless(String resource) {

  private static final Logger LOG = System.getLogger(MySqlKeyless.class.getName());

  /** What lets the driver have the key. */
  private static final Pattern KEY =
      Pattern.compile("[?&](allowpublickeyretrieval=(true|yes)|serverrsapublickeyfile=[^&])");

  private static final Pattern REMEMBERED =
      Pattern.compile("identified with ['`\"]?(caching_sha2|sha256)_password");

  static Optional<MySqlKeyless> of(String name, String url, MySqlDriver driver, TlsSettings tls) {
    boolean can =
        driver != MySqlDriver.CONNECTOR_J
            || tls.isOn()
            || KEY.matcher(url.toLowerCase(Locale.ROOT)).find();
    return can ? Optional.empty() : Optional.of(new MySqlKeyless(name));
  }

  /** Says so now, and not when it is too late; an account of another kind has no such need. */
  void warn(Connection connection) throws SQLException {
    if (needed(connection)) {
      LOG.log(
          Level.WARNING,
          "{0}: connects now only because its server remembers the password; when the server is"
              + " restarted, it will refuse this resource and its recovery: {1}",
          resource,
          MySqlAdvice.KEY);
    }
  }

  private static boolean needed(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW CREATE USER CURRENT_USER()")) {
      return row.next() && REMEMBERED.matcher(row.getString(1).toLowerCase(Locale.ROOT)).find();
    } catch (SQLException e) {
      if (MySqlErrors.isLost(e)) {
        throw e;
      }
      return true; // Whoever may not ask has most likely the usual kind.
    }
  }
}
