package dev.tutti.xa.jdbc;

import java.sql.SQLException;
import javax.transaction.xa.XAException;

/** H2's XA exceptions carry no error code. */
final class H2Errors {

  private static final int TRANSACTION_NOT_FOUND = 90129;

  private H2Errors() {}

  /** What a driver's exception means; {@code otherwise} where only the phase can tell. */
  static XAException translate(XAException e, int otherwise) {
    if (e.errorCode != 0) {
      return e;
    }
    return e.getCause() instanceof SQLException sql ? translate(sql, otherwise) : xa(otherwise, e);
  }

  static XAException translate(SQLException e, int otherwise) {
    if (H2Dialect.isLost(e)) {
      return xa(XAException.XAER_RMFAIL, e);
    }
    return xa(e.getErrorCode() == TRANSACTION_NOT_FOUND ? XAException.XAER_NOTA : otherwise, e);
  }

  static XAException xa(int code, Throwable cause) {
    XAException xa = new XAException(cause.getMessage());
    xa.errorCode = code;
    xa.initCause(cause);
    return xa;
  }
}
