package dev.tutti.xa.jdbc;

import java.sql.SQLException;
import java.util.Optional;
import javax.transaction.xa.XAException;

/** What PostgreSQL's errors mean (its documentation, appendix A). */
final class PgErrors {

  private static final String UNDEFINED_OBJECT = "42704";
  private static final String PREPARE_IMPOSSIBLE = "55000";
  private static final String TOO_MANY_PREPARED = "53200";
  private static final String TOO_MANY_CONNECTIONS = "53300";

  private static final String NO_ENTRY = "28000";
  private static final String REJECTED = "08004";

  private PgErrors() {}

  static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  /** The server ended the session, or the network did: nobody knows what was done. */
  static boolean isLost(SQLException e) {
    String state = state(e);
    return state.startsWith("08")
        || state.startsWith("57P0")
        || state.equals("25P03")
        || state.equals("25P04");
  }

  /** For a vote, or the only phase: an error that the server answered has rolled it back. */
  static XAException refused(SQLException e) {
    String state = state(e);
    int code =
        switch (state) {
          case "40001" -> XAException.XA_RBTRANSIENT;
          case "40P01" -> XAException.XA_RBDEADLOCK;
          case "57014", "55P03" -> XAException.XA_RBTIMEOUT;
          default ->
              state.startsWith("23") ? XAException.XA_RBINTEGRITY : XAException.XA_RBROLLBACK;
        };
    return xa(isLost(e) ? XAException.XAER_RMFAIL : code, e);
  }

  /**
   * For the end of a prepared branch: the server never ends one by itself, so it can be retried.
   */
  static XAException unfinished(SQLException e) {
    boolean unknown = state(e).equals(UNDEFINED_OBJECT);
    return xa(unknown ? XAException.XAER_NOTA : XAException.XAER_RMFAIL, e);
  }

  static XAException xa(int code, SQLException e) {
    SQLException cause = advice(e).map(line -> told(line, e)).orElse(e);
    XAException xa = new XAException(cause.getMessage());
    xa.errorCode = code;
    xa.initCause(cause);
    return xa;
  }

  /** The line instead of the driver's, which is kept beside it. */
  private static SQLException told(String line, SQLException e) {
    SQLException told = new SQLException(line, e.getSQLState(), e.getErrorCode());
    told.addSuppressed(e);
    return told;
  }

  /** What to do about an error whose own first line does not say it. */
  static Optional<String> advice(SQLException e) {
    return switch (state(e)) {
      case PREPARE_IMPOSSIBLE ->
          String.valueOf(e.getMessage()).contains("max_prepared_transactions")
              ? Optional.of(DISABLED)
              : Optional.empty();
      case TOO_MANY_PREPARED ->
          String.valueOf(e.getMessage()).contains("max_prepared_transactions")
              ? Optional.of(
                  "as many branches are prepared as max_prepared_transactions allows: raise it in"
                      + " postgresql.conf to at least the pool sizes of all clients, and restart"
                      + " the server")
              : Optional.empty();
      case TOO_MANY_CONNECTIONS ->
          Optional.of(
              "the server has no connection left: raise max_connections there, or lower pool-size"
                  + " here");
      case NO_ENTRY, REJECTED -> connection(String.valueOf(e.getMessage()));
      default -> Optional.empty();
    };
  }

  private static Optional<String> connection(String message) {
    if (message.contains("does not support SSL")) {
      return Optional.of("the server speaks no TLS: set ssl = on there, or tls.mode: off here");
    }
    if (message.contains("client certificate")) {
      return Optional.of(
          "the server asks for a client's certificate that it trusts: see tls.cert and tls.key");
    }
    return message.contains("no encryption")
        ? Optional.of("the server accepts this user over TLS only: add a tls block")
        : Optional.empty();
  }

  static final String DISABLED =
      "max_prepared_transactions is 0, so the server cannot prepare: set it in postgresql.conf to"
          + " at least the pool sizes of all clients, and restart the server";
}
