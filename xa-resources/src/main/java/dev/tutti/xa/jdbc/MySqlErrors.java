package dev.tutti.xa.jdbc;

import java.sql.SQLException;
import java.util.Set;
import javax.transaction.xa.XAException;

/** What the numbers mean that MySQL and MariaDB answer. */
final class MySqlErrors {

  static final int DUPLICATE = 1062;
  static final int LOCK_TIMEOUT = 1205;
  static final int DEADLOCK = 1213;
  static final int XA_DEADLOCK = 1614;
  static final int CHANGED_SINCE_READ = 1020;
  static final int NO_TABLE = 1146;
  static final int NOWAIT = 3572;
  static final int UNKNOWN_VARIABLE = 1193;
  static final int WRONG_STATE = 1399;
  static final int XA_ERROR = 1401;
  static final int ROLLED_BACK = 1402;
  static final int NOT_ALLOWED = 1227;

  /** Both keys of a table at once, in MySQL's words. */
  private static final int DUPLICATE_BY_NAME = 1586;

  /**
   * Server shutdown, too many or no more connections of a kind, aborted, killed (MariaDB), gone
   * away, lost, idle for too long (MySQL; MariaDB).
   */
  private static final Set<Integer> LOST =
      Set.of(1053, 1152, 1153, 1156, 1157, 1158, 1159, 1160, 1161, 1184, 1927, 2006, 2013, 4031);

  private MySqlErrors() {}

  static boolean isLost(SQLException e) {
    String state = e.getSQLState();
    return LOST.contains(e.getErrorCode()) || (state != null && state.startsWith("08"));
  }

  static boolean isDuplicate(SQLException e) {
    return e.getErrorCode() == DUPLICATE || e.getErrorCode() == DUPLICATE_BY_NAME;
  }

  /** A deadlock, in XA too; a lock that was not to be had; a row changed under a snapshot. */
  static boolean isConflict(SQLException e) {
    return isLockTimeout(e)
        || e.getErrorCode() == DEADLOCK
        || e.getErrorCode() == XA_DEADLOCK
        || e.getErrorCode() == CHANGED_SINCE_READ;
  }

  static boolean isLockTimeout(SQLException e) {
    return e.getErrorCode() == LOCK_TIMEOUT || e.getErrorCode() == NOWAIT;
  }

  /**
   * The XA code of an answer. Whatever names no XA code says nothing about the branch: {@code
   * XAER_RMFAIL}, so that the server's list decides.
   */
  static XAException xa(SQLException e) {
    if (isLost(e)) {
      return xa(XAException.XAER_RMFAIL, e);
    }
    // MariaDB says so after a deadlock, when the victim's branch is to be ended.
    boolean rolledBack =
        e.getErrorCode() == WRONG_STATE && String.valueOf(e.getMessage()).contains("ROLLBACK ONLY");
    return xa(rolledBack ? XAException.XA_RBROLLBACK : code(e.getErrorCode()), e);
  }

  static XAException xa(int code, Throwable cause) {
    XAException xa = new XAException(cause.getMessage());
    xa.errorCode = code;
    xa.initCause(cause);
    return xa;
  }

  private static int code(int error) {
    return switch (error) {
      case 1397 -> XAException.XAER_NOTA;
      case 1398 -> XAException.XAER_INVAL;
      case 1400 -> XAException.XAER_OUTSIDE;
      case XA_ERROR -> XAException.XAER_RMERR;
      case ROLLED_BACK -> XAException.XA_RBROLLBACK;
      case 1440 -> XAException.XAER_DUPID;
      case 1613 -> XAException.XA_RBTIMEOUT;
      case 1614, DEADLOCK -> XAException.XA_RBDEADLOCK;
      default -> XAException.XAER_RMFAIL;
    };
  }
}
