package dev.tutti.xa.jms;

import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSException;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;

/** What Artemis' exceptions mean. */
final class ArtemisFailures {

  private static final int MAX_DEPTH = 20;

  /** After each of these nobody knows what the broker did with the last call. */
  private static final Set<ActiveMQExceptionType> LOST =
      Set.of(
          ActiveMQExceptionType.NOT_CONNECTED,
          ActiveMQExceptionType.CONNECTION_TIMEDOUT,
          ActiveMQExceptionType.DISCONNECTED,
          ActiveMQExceptionType.REMOTE_DISCONNECT,
          ActiveMQExceptionType.UNBLOCKED,
          ActiveMQExceptionType.OBJECT_CLOSED);

  private ArtemisFailures() {}

  static boolean isConnectionLost(Throwable failure) {
    Throwable current = failure;
    for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
      if (current instanceof ActiveMQException artemis && LOST.contains(artemis.getType())) {
        return true;
      }
      if (current instanceof ActiveMQInterruptedException) {
        return true;
      }
      // The JMS layer keeps the reason beside the cause.
      current =
          current.getCause() == null && current instanceof JMSException jms
              ? jms.getLinkedException()
              : current.getCause();
    }
    return false;
  }

  /**
   * Tells a failure its reason: a client that has noticed the loss says of every later call no more
   * than that its session is closed.
   *
   * @param failure of a session whose connection is lost
   */
  static void blameConnection(String resource, Throwable failure) {
    if (isConnectionLost(failure)) {
      return;
    }
    Throwable root = failure;
    for (int depth = 0; root.getCause() != null && depth < MAX_DEPTH; depth++) {
      root = root.getCause();
    }
    if (root instanceof IllegalStateException || root instanceof IllegalStateRuntimeException) {
      root.initCause(
          new ActiveMQNotConnectedException(resource + ": the connection to the broker is lost"));
    }
  }

  /** The reason in one line: the deepest message that says something. */
  static String reason(Throwable failure) {
    String reason = failure.toString();
    Throwable current = failure;
    for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
      if (current.getMessage() != null && !current.getMessage().isBlank()) {
        reason = current.getMessage();
      }
      current = current.getCause();
    }
    int end = reason.indexOf('\n');
    return end < 0 ? reason : reason.substring(0, end);
  }
}
