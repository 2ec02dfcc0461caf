package dev.tutti.tm.transactional.internal;

import dev.tutti.tm.transactional.TransactionOptions;
import jakarta.transaction.Transactional;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;

/** Refuses to wire what would silently run without a transaction. */
final class Wiring {

  private Wiring() {}

  static boolean isInstance(Method method) {
    return !Modifier.isStatic(method.getModifiers());
  }

  /** Once, since a method that is asked for again is another object. */
  static Method accessible(Method method) {
    if (!method.trySetAccessible()) {
      throw new IllegalArgumentException(
          method.getDeclaringClass().getName()
              + " cannot be called from here: make it public, or open its package to tutti");
    }
    return method;
  }

  static void requireProxyable(Class<?> type) {
    if (!type.isInterface() || type.isAnnotation()) {
      throw new IllegalArgumentException(
          type.getName() + " is no interface: name the interface that callers use");
    }
    if (type.isSealed() || type.isHidden()) {
      throw new IllegalArgumentException(
          type.getName() + " is sealed or hidden, so nothing can stand in front of it");
    }
  }

  /** Every annotated method must be one that the proxy sees. */
  static void requireReachable(Class<?> type, Class<?> target, Set<Method> intercepted) {
    for (Class<?> c = target; c != null && c != Object.class; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (isAnnotated(method) && !isReachable(method, intercepted)) {
          throw new IllegalArgumentException(
              c.getName()
                  + "."
                  + method.getName()
                  + " is annotated, but "
                  + type.getName()
                  + " does not have it: it would run without a transaction. Add it to the interface,"
                  + " or take the annotation away");
        }
      }
    }
    if (intercepted.isEmpty()) {
      throw new IllegalArgumentException(
          "no method of "
              + type.getName()
              + " is @Transactional, neither there nor in "
              + target.getName()
              + ": there is nothing to do");
    }
  }

  static boolean isAnnotated(Method method) {
    return !method.isBridge()
        && (method.isAnnotationPresent(Transactional.class)
            || method.isAnnotationPresent(TransactionOptions.class));
  }

  private static boolean isReachable(Method method, Set<Method> intercepted) {
    return Modifier.isPublic(method.getModifiers())
        && isInstance(method)
        && intercepted.stream().anyMatch(i -> overrides(method, i));
  }

  private static boolean overrides(Method method, Method general) {
    if (!method.getName().equals(general.getName())
        || method.getParameterCount() != general.getParameterCount()) {
      return false;
    }
    Class<?>[] own = method.getParameterTypes();
    Class<?>[] wider = general.getParameterTypes();
    return Arrays.equals(own, wider) || isBridged(method, wider);
  }

  private static boolean isBridged(Method method, Class<?>[] wider) {
    for (int i = 0; i < wider.length; i++) {
      if (!wider[i].isAssignableFrom(method.getParameterTypes()[i])) {
        return false;
      }
    }
    return Arrays.stream(method.getDeclaringClass().getDeclaredMethods())
        .anyMatch(
            b ->
                b.isBridge()
                    && b.getName().equals(method.getName())
                    && Arrays.equals(b.getParameterTypes(), wider));
  }
}
