package dev.tutti.xa.jms;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TopicSubscriber;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Enumeration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JMS object of a transaction. Whatever is called passes the gate, except what {@link XaRules}
 * refuses or ignores; whatever it answers is gated too. A method that a later version of the API
 * adds is gated as well.
 */
final class Gated implements InvocationHandler {

  private static final Set<Class<?>> PARTS =
      Set.of(
          JMSProducer.class,
          JMSConsumer.class,
          QueueBrowser.class,
          MessageProducer.class,
          MessageConsumer.class,
          TopicSubscriber.class,
          Enumeration.class);

  private final JmsBranch branch;
  private final Object target;

  private Gated(JmsBranch branch, Object target) {
    this.branch = branch;
    this.target = target;
  }

  static JMSContext context(JmsBranch branch, JMSContext target) {
    return (JMSContext)
        Proxy.newProxyInstance(
            Gated.class.getClassLoader(),
            new Class<?>[] {JMSContext.class, EnlistedContext.class},
            new Gated(branch, target));
  }

  static <T> T wrap(JmsBranch branch, Class<T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            Gated.class.getClassLoader(), new Class<?>[] {type}, new Gated(branch, target)));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, args);
    }
    if (method.getDeclaringClass() == EnlistedContext.class) {
      return branch.session();
    }
    switch (XaRules.of(target, method, args)) {
      case IGNORED -> {
        return null;
      }
      case REFUSED -> throw XaRules.refusal(branch.resource(), target, method);
      case RECEIVE -> {
        return new BoundedReceive(branch, target).call(method, args);
      }
      default -> {
        return answer(proxy, method, pass(branch, target, method, args));
      }
    }
  }

  private @Nullable Object answer(Object proxy, Method method, @Nullable Object answer) {
    if (answer == target) {
      return proxy; // JMSProducer's methods answer the producer itself
    }
    Class<?> type = method.getReturnType();
    if (answer == null || !PARTS.contains(type)) {
      return answer;
    }
    if (answer instanceof AutoCloseable part && !(answer instanceof JMSProducer)) {
      branch.opened(part);
    }
    return wrap(branch, type, answer);
  }

  /** One call on the driver, through the gate. */
  static @Nullable Object pass(
      JmsBranch branch, Object target, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    try {
      return branch.enlistment().gate().call(() -> method.invoke(target, args));
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : branch.explained(e.getCause());
    }
  }

  private Object ofObject(Object proxy, Method method, @Nullable Object @Nullable [] args) {
    return switch (method.getName()) {
      case "equals" -> args != null && proxy == args[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> branch.resource() + ": " + kind() + " of " + branch.enlistment().transactionId();
    };
  }

  private String kind() {
    return target instanceof JMSContext
        ? "JMSContext"
        : target instanceof Session ? "Session" : "part";
  }
}
