package dev.tutti.tm.transactional.internal;

import dev.tutti.tm.transactional.TransactionalInvoker;
import dev.tutti.tm.transactional.TransactionalMethod;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Internal: an interface in front of an implementation, with the rules of its annotations. */
public final class InterfaceProxy implements InvocationHandler {

  private final TransactionalInvoker invoker;
  private final Object implementation;
  private final Map<Method, TransactionalMethod> rules;

  private InterfaceProxy(
      TransactionalInvoker invoker, Object implementation, Map<Method, TransactionalMethod> rules) {
    this.invoker = invoker;
    this.implementation = implementation;
    this.rules = rules;
  }

  /**
   * Makes a proxy.
   *
   * @param <T> the interface
   * @param invoker runs the methods
   * @param type the interface
   * @param implementation what is behind it
   * @return the proxy
   * @throws IllegalArgumentException if it is no interface, or an annotation would have no effect
   */
  public static <T> T of(TransactionalInvoker invoker, Class<T> type, T implementation) {
    Wiring.requireProxyable(type);
    Class<?> target = implementation.getClass();
    Map<Method, TransactionalMethod> rules = new HashMap<>();
    for (Method method : type.getMethods()) {
      method.trySetAccessible();
      Optional<TransactionalMethod> found =
          Wiring.isInstance(method) ? TransactionalMethod.of(target, method) : Optional.empty();
      found.ifPresent(rule -> rules.put(method, rule));
    }
    Wiring.requireReachable(type, target, rules.keySet());
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            new InterfaceProxy(invoker, implementation, Map.copyOf(rules))));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    TransactionalMethod rule = rules.get(method);
    if (rule != null) {
      return invoker.invoke(rule, () -> call(method, arguments));
    }
    if (arguments != null && isEquals(method)) {
      return implementation.equals(behind(arguments[0]));
    }
    return call(method, arguments);
  }

  private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(implementation, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static boolean isEquals(Method method) {
    return method.getDeclaringClass() == Object.class && method.getName().equals("equals");
  }

  private static @Nullable Object behind(@Nullable Object other) {
    return other != null
            && Proxy.isProxyClass(other.getClass())
            && Proxy.getInvocationHandler(other) instanceof InterfaceProxy proxy
        ? proxy.implementation
        : other;
  }
}
