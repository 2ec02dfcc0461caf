package dev.tutti.tm.branch;

import dev.tutti.tm.spi.ResourceManager;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import javax.transaction.xa.XAException;
import org.jspecify.annotations.Nullable;

/** Reads what a driver really said (X/Open XA, chapter 5, and SQLSTATE). */
public final class Answers {

  private static final int MAX_DEPTH = 50;

  private Answers() {}

  /**
   * Whether nobody knows what the server did, because the connection is gone.
   *
   * @param manager whose driver it is
   * @param failure what it threw
   * @return true for RMFAIL, SQLSTATE 08*, 57P0x, 25P03/25P04, I/O errors and what the adapter adds
   */
  public static boolean isConnectionLost(ResourceManager manager, Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable at = failure;
        at != null && seen.size() < MAX_DEPTH && seen.add(at);
        at = at.getCause()) {
      if (at instanceof IOException
          || (at instanceof SQLException sql && isLostState(sql.getSQLState()))
          || manager.isConnectionLost(at)) {
        return true;
      }
    }
    return failure instanceof XAException xa && xa.errorCode == XAException.XAER_RMFAIL;
  }

  private static boolean isLostState(@Nullable String state) {
    return state != null
        && (state.startsWith("08")
            || state.startsWith("57P0")
            || "25P03".equals(state)
            || "25P04".equals(state));
  }

  /**
   * Whether the code is one of XA_RB*: the branch has rolled back.
   *
   * @param code of an XAException
   * @return true from XA_RBBASE to XA_RBEND
   */
  public static boolean isRollback(int code) {
    return code >= XAException.XA_RBBASE && code <= XAException.XA_RBEND;
  }

  /**
   * An exception with a code, a message and a cause.
   *
   * @param code of the XA specification
   * @param message for people
   * @param cause why
   * @return the exception
   */
  public static XAException xa(int code, String message, @Nullable Throwable cause) {
    XAException exception = new XAException(message);
    exception.errorCode = code;
    if (cause != null) {
      exception.initCause(cause);
    }
    return exception;
  }

  /**
   * The name of a code, as the specification spells it.
   *
   * @param code of an XAException
   * @return for example {@code XAER_RMFAIL}
   */
  public static String name(int code) {
    return switch (code) {
      case XAException.XA_HEURCOM -> "XA_HEURCOM";
      case XAException.XA_HEURRB -> "XA_HEURRB";
      case XAException.XA_HEURMIX -> "XA_HEURMIX";
      case XAException.XA_HEURHAZ -> "XA_HEURHAZ";
      case XAException.XA_RETRY -> "XA_RETRY";
      case XAException.XA_RDONLY -> "XA_RDONLY";
      case XAException.XAER_RMERR -> "XAER_RMERR";
      case XAException.XAER_RMFAIL -> "XAER_RMFAIL";
      case XAException.XAER_NOTA -> "XAER_NOTA";
      case XAException.XAER_INVAL -> "XAER_INVAL";
      case XAException.XAER_PROTO -> "XAER_PROTO";
      case XAException.XAER_DUPID -> "XAER_DUPID";
      case XAException.XAER_OUTSIDE -> "XAER_OUTSIDE";
      case XAException.XAER_ASYNC -> "XAER_ASYNC";
      default -> isRollback(code) ? "XA_RB" + (code - XAException.XA_RBBASE) : "XA " + code;
    };
  }

  /**
   * One line about a failure, with the code where it has one.
   *
   * @param failure any
   * @return for receipts and events
   */
  public static String describe(Throwable failure) {
    String text =
        failure instanceof XAException xa ? name(xa.errorCode) : failure.getClass().getSimpleName();
    Throwable root = failure;
    for (int i = 0; i < MAX_DEPTH && root.getCause() != null && root.getCause() != root; i++) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? text : text + ": " + message.lines().findFirst().orElse("");
  }
}
