package dev.tutti.tm.transactional.internal;

import dev.tutti.tm.transactional.TransactionalInvoker;
import dev.tutti.tm.transactional.TransactionalMethod;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Internal: an interface in front of an implementation, with the rules of its annotations. */
public final class InterfaceProxy implements InvocationHandler {

  /** A method as we may call it, with its rules if it has some. */
  private record Target(Method method, @Nullable TransactionalMethod rules) {}

  private final TransactionalInvoker invoker;
  private final Object implementation;
  private final Map<Method, Target> targets;

  private InterfaceProxy(
      TransactionalInvoker invoker, Object implementation, Map<Method, Target> targets) {
    this.invoker = invoker;
    this.implementation = implementation;
    this.targets = targets;
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
    Map<Method, Target> targets = new HashMap<>();
    Set<Method> intercepted = new HashSet<>();
    for (Method method : type.getMethods()) {
      if (Wiring.isInstance(method)) {
        Optional<TransactionalMethod> rules = TransactionalMethod.of(target, method);
        targets.put(method, new Target(Wiring.accessible(method), rules.orElse(null)));
        rules.ifPresent(found -> intercepted.add(method));
      }
    }
    Wiring.requireReachable(type, target, intercepted);
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            new InterfaceProxy(invoker, implementation, Map.copyOf(targets))));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Target target = targets.get(method);
    if (target == null) {
      return isEquals(method) && arguments != null
          ? implementation.equals(behind(arguments[0]))
          : call(method, arguments);
    }
    TransactionalMethod rules = target.rules();
    return rules == null
        ? call(target.method(), arguments)
        : invoker.invoke(rules, () -> call(target.method(), arguments));
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
