package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.Finding;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** What the examinations of the databases have in common. */
final class Examined {

  static final String CONNECTIONS = "connections";
  static final String CLOCK = "clock";
  static final String TLS = "encryption";
  static final String ISOLATION = "isolation";
  static final String DURABILITY = "durability";

  /** Ages of receipts and branches are told by both clocks. */
  private static final Duration SKEW = Duration.ofSeconds(5);

  private Examined() {}

  static String text(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  static long number(Connection connection, String question) throws SQLException {
    return Long.parseLong(text(connection, question));
  }

  /**
   * The server's clock against ours.
   *
   * @param question answers microseconds since 1970
   */
  static Finding clock(Connection connection, String question) throws SQLException {
    long before = System.currentTimeMillis();
    long server = number(connection, question) / 1000;
    long after = System.currentTimeMillis();
    long ahead = server > after ? server - after : Math.min(0, server - before);
    String measured =
        ahead == 0
            ? "the server's agrees with this machine's"
            : "the server's is " + Math.abs(ahead) + " ms " + (ahead > 0 ? "ahead" : "behind");
    return Math.abs(ahead) > SKEW.toMillis()
        ? Finding.warn(CLOCK, measured, "set both by NTP: ages that an operator reads are wrong")
        : Finding.pass(CLOCK, measured);
  }

  /** Whether the pool fits into what the server has. */
  static Finding connections(long most, long taken, int pool) {
    long left = most - taken;
    String measured =
        most + " at the server, " + taken + " of them taken now; the pool may take " + pool;
    if (most <= pool) {
      return Finding.fail(
          CONNECTIONS,
          measured + ": recovery needs one more than the pool",
          "raise max_connections there above " + (pool + 1) + ", or lower pool-size here");
    }
    return left < pool
        ? Finding.warn(
            CONNECTIONS,
            measured + ": " + left + " are left",
            "raise max_connections there, or lower pool-size here or at its other clients")
        : Finding.pass(CONNECTIONS, measured);
  }

  static Finding tls(boolean encrypted, String how, String host) {
    if (encrypted) {
      return Finding.pass(TLS, how);
    }
    return isLoopback(host)
        ? Finding.pass(TLS, "none; the address is of this machine")
        : Finding.warn(
            TLS,
            "none: data and password go to " + host + " in the clear",
            "add tls: {mode: verify-full, ca: FILE} to the resource");
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.contains("::1");
  }
}
