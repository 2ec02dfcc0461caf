package dev.tutti.xa.jms;

import jakarta.jms.CompletionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a call means while its session is in a distributed transaction: what Jakarta Messaging 3.1
 * says of {@code XASession} and {@code XAJMSContext}, and of sessions inside a container.
 */
final class XaRules {

  /** What happens to a call. */
  enum Rule {
    /** It passes the gate. */
    PASS,
    /** It passes the gate, and waits no longer than the transaction lives. */
    RECEIVE,
    /** The transaction system does it: nothing happens. */
    IGNORED,
    /** It would break the transaction, or act outside of it. */
    REFUSED
  }

  /**
   * On a context or session: the connection is ours, and acknowledging is the commit's business.
   */
  private static final Set<String> IGNORED =
      Set.of("close", "acknowledge", "start", "setAutoStart");

  /** On a context or session. */
  private static final Set<String> REFUSED =
      Set.of(
          "commit",
          "rollback",
          "recover",
          "createContext",
          "stop",
          "setClientID",
          "setExceptionListener",
          "setMessageListener",
          "run",
          "createTemporaryQueue",
          "createTemporaryTopic",
          "createObjectMessage");

  private XaRules() {}

  static Rule of(Object target, Method method, @Nullable Object @Nullable [] args) {
    String name = method.getName();
    if (isUnit(target)) {
      return REFUSED.contains(name)
          ? Rule.REFUSED
          : IGNORED.contains(name) ? Rule.IGNORED : Rule.PASS;
    }
    if (name.equals("setMessageListener") || isAsynchronous(name, method, args)) {
      return Rule.REFUSED;
    }
    if (target instanceof JMSProducer && takesObject(method)) {
      return Rule.REFUSED;
    }
    boolean consumer = target instanceof JMSConsumer || target instanceof MessageConsumer;
    return consumer && (name.equals("receive") || name.equals("receiveBody"))
        ? Rule.RECEIVE
        : Rule.PASS;
  }

  private static boolean isUnit(Object target) {
    return target instanceof JMSContext || target instanceof Session;
  }

  private static boolean isAsynchronous(
      String name, Method method, @Nullable Object @Nullable [] args) {
    return (name.equals("setAsync") && args != null && args[0] != null)
        || (name.equals("send")
            && Arrays.asList(method.getParameterTypes()).contains(CompletionListener.class));
  }

  private static boolean takesObject(Method method) {
    return method.getName().equals("send")
        && Arrays.asList(method.getParameterTypes()).contains(Serializable.class);
  }

  /** The exception for a refused call, checked or not as its API has it. */
  static Exception refusal(String resource, Object target, Method method) {
    String name = method.getName();
    boolean classic = Arrays.asList(method.getExceptionTypes()).contains(JMSException.class);
    boolean ends = isUnit(target) && (name.equals("commit") || name.equals("rollback"));
    String message = resource + ": " + name + "() is not for a transaction's handle: " + why(name);
    if (ends) {
      return classic
          ? new TransactionInProgressException(message)
          : new TransactionInProgressRuntimeException(message);
    }
    return classic ? new IllegalStateException(message) : new IllegalStateRuntimeException(message);
  }

  private static String why(String name) {
    return switch (name) {
      case "commit", "rollback" ->
          "it ends with its transaction; return from the write, or throw to roll back";
      case "recover" -> "a transacted session redelivers by rollback; throw instead";
      case "createContext" -> "one transaction has one context of a resource; use this one";
      case "setMessageListener", "run", "setAsync" ->
          "another thread would work outside of the transaction; receive or send on this one";
      case "createTemporaryQueue", "createTemporaryTopic" ->
          "no answer can come before the commit; use a declared queue";
      case "createObjectMessage", "send" ->
          "Java serialization and completion listeners are not supported; send a text or bytes"
              + " message, and wait for it";
      default -> "the connection is shared with later transactions; configure the resource";
    };
  }
}
