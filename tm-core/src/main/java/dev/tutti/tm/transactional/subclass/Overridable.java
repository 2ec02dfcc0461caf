package dev.tutti.tm.transactional.subclass;

import dev.tutti.tm.transactional.TransactionOptions;
import dev.tutti.tm.transactional.TransactionalMethod;
import jakarta.transaction.Transactional;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which methods a subclass must override, and whether it can. */
final class Overridable {

  private Overridable() {}

  static Map<Method, TransactionalMethod> rules(Class<?> type) {
    requireExtensible(type);
    Map<Method, TransactionalMethod> rules = new LinkedHashMap<>();
    Set<List<Object>> seen = new HashSet<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (method.isBridge() || method.isSynthetic() || !seen.add(signature(method))) {
          continue;
        }
        Optional<TransactionalMethod> found = rulesOf(type, method);
        if (found.isPresent()) {
          requireOverridable(type, method);
          rules.put(method, found.get());
        }
      }
    }
    if (rules.isEmpty()) {
      throw new IllegalArgumentException(
          "no method of " + type.getName() + " is @Transactional: there is nothing to do");
    }
    return rules;
  }

  private static List<Object> signature(Method method) {
    return List.of(method.getName(), Arrays.asList(method.getParameterTypes()));
  }

  /** An annotation of the type counts for what callers can call, one of the method for any. */
  private static Optional<TransactionalMethod> rulesOf(Class<?> type, Method method) {
    int modifiers = method.getModifiers();
    boolean hidden = Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers);
    boolean counts =
        isAnnotated(method)
            || (!hidden && (Modifier.isPublic(modifiers) || overridesAnnotated(method)));
    return counts ? TransactionalMethod.of(type, method) : Optional.empty();
  }

  private static boolean isAnnotated(Method method) {
    return method.isAnnotationPresent(Transactional.class)
        || method.isAnnotationPresent(TransactionOptions.class);
  }

  private static boolean overridesAnnotated(Method method) {
    for (Class<?> c = method.getDeclaringClass().getSuperclass();
        c != null;
        c = c.getSuperclass()) {
      for (Method overridden : c.getDeclaredMethods()) {
        if (!Modifier.isPrivate(overridden.getModifiers())
            && signature(overridden).equals(signature(method))
            && isAnnotated(overridden)) {
          return true;
        }
      }
    }
    return false;
  }

  private static void requireExtensible(Class<?> type) {
    if (type.isInterface()
        || type.isSealed()
        || type.isRecord()
        || type.isEnum()
        || type.isHidden()
        || Modifier.isFinal(type.getModifiers())) {
      throw new IllegalArgumentException(
          type.getName()
              + " cannot be extended (it is final, sealed, hidden or no class): use an interface in"
              + " front of it");
    }
    if (Arrays.stream(type.getDeclaredConstructors())
        .allMatch(c -> Modifier.isPrivate(c.getModifiers()))) {
      throw new IllegalArgumentException(
          type.getName() + " has private constructors only, so that nothing can extend it");
    }
  }

  private static void requireOverridable(Class<?> type, Method method) {
    int modifiers = method.getModifiers();
    String why = "";
    if (Modifier.isStatic(modifiers)) {
      why = "static";
    } else if (Modifier.isPrivate(modifiers)) {
      why = "private";
    } else if (Modifier.isFinal(modifiers)) {
      why = "final";
    } else if (!Modifier.isPublic(modifiers)
        && !Modifier.isProtected(modifiers)
        && !isSamePackage(type, method.getDeclaringClass())) {
      why = "package-private in another package or class loader";
    }
    if (!why.isEmpty()) {
      throw new IllegalArgumentException(
          method.getDeclaringClass().getName()
              + "."
              + method.getName()
              + " is annotated but "
              + why
              + ", so no subclass can override it: it would run without a transaction");
    }
  }

  private static boolean isSamePackage(Class<?> one, Class<?> other) {
    return one.getPackageName().equals(other.getPackageName())
        && one.getClassLoader() == other.getClassLoader();
  }
}
