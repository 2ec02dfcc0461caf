package dev.tutti.xa.jms;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A receive that waits no longer than its transaction lives. */
final class BoundedReceive {

  private final JmsBranch branch;
  private final Object consumer;

  BoundedReceive(JmsBranch branch, Object consumer) {
    this.branch = branch;
    this.consumer = consumer;
  }

  /**
   * Calls {@code receive()}, {@code receive(long)}, {@code receiveBody(Class)} or {@code
   * receiveBody(Class, long)}. Zero and a missing time mean "without end", as in the API.
   */
  @Nullable Object call(Method method, @Nullable Object @Nullable [] args) throws Throwable {
    List<@Nullable Object> arguments = new ArrayList<>();
    long asked = 0;
    if (args != null) {
      for (Object arg : args) {
        if (arg instanceof Long time) {
          asked = time;
        } else {
          arguments.add(arg);
        }
      }
    }
    long left = Math.max(1, branch.enlistment().remaining().toMillis());
    boolean unbounded = asked <= 0 || asked > left;
    arguments.add(unbounded ? left : asked);
    Object message = Gated.pass(branch, consumer, timed(method), arguments.toArray());
    if (message == null && unbounded) {
      throw noMessage();
    }
    return message;
  }

  private static Method timed(Method method) throws NoSuchMethodException {
    Class<?> type = method.getDeclaringClass();
    return method.getName().equals("receive")
        ? type.getMethod("receive", long.class)
        : type.getMethod("receiveBody", Class.class, long.class);
  }

  private Exception noMessage() {
    String message =
        branch.resource()
            + ": no message came before the transaction's timeout; receive with a"
            + " shorter time of its own";
    return consumer instanceof JMSConsumer
        ? new JMSRuntimeException(message)
        : new JMSException(message);
  }
}
