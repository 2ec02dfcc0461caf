package dev.tutti.tm.transactional;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where an annotation of a method may stand, the nearest first. */
final class Annotations {

  private final Class<?> target;
  private final Method called;
  private final List<Method> inClasses = new ArrayList<>();

  Annotations(Class<?> target, Method called) {
    this.target = target;
    this.called = called;
    for (Class<?> c = target; c != null && c != Object.class; c = c.getSuperclass()) {
      Method declared = declared(c);
      if (declared != null) {
        inClasses.add(declared);
      }
    }
  }

  private @Nullable Method declared(Class<?> type) {
    try {
      return type.getDeclaredMethod(called.getName(), called.getParameterTypes());
    } catch (NoSuchMethodException e) {
      return generic(type);
    }
  }

  /** What a method with narrower parameters overrides; the compiler's bridge says so. */
  private @Nullable Method generic(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !method.isBridge() && isSame(method))
        .findFirst()
        .orElse(null);
  }

  /** Whether it stands on a method, not only on a type. */
  boolean onMethod(Class<? extends Annotation> annotation) {
    return inClasses.stream().anyMatch(m -> m.isAnnotationPresent(annotation))
        || interfaces().stream()
            .flatMap(i -> declaredIn(i).stream())
            .anyMatch(m -> m.isAnnotationPresent(annotation));
  }

  <A extends Annotation> Optional<A> nearest(Class<A> annotation) {
    if (!inClasses.isEmpty()) {
      A own = inClasses.get(0).getAnnotation(annotation);
      if (own != null) {
        return Optional.of(own);
      }
    }
    A ofClass = target.getAnnotation(annotation);
    if (ofClass != null) {
      return Optional.of(ofClass);
    }
    for (Method overridden : inClasses) {
      A inherited = overridden.getAnnotation(annotation);
      if (inherited != null) {
        return Optional.of(inherited);
      }
    }
    return ofInterfaces(annotation);
  }

  private <A extends Annotation> Optional<A> ofInterfaces(Class<A> annotation) {
    Set<A> onMethods = new LinkedHashSet<>();
    Set<A> onTypes = new LinkedHashSet<>();
    for (Class<?> type : interfaces()) {
      for (Method method : declaredIn(type)) {
        A found = method.getAnnotation(annotation);
        if (found != null) {
          onMethods.add(found);
        }
      }
      A found = type.getAnnotation(annotation);
      if (found != null && has(type)) {
        onTypes.add(found);
      }
    }
    Set<A> candidates = onMethods.isEmpty() ? onTypes : onMethods;
    if (candidates.size() > 1) {
      throw MethodRules.refused(
          target,
          called,
          "has different @"
              + annotation.getSimpleName()
              + " from its interfaces: put one on the method of the class");
    }
    return candidates.stream().findFirst();
  }

  /** Those of the target; where one extends another and says the same method again, it counts. */
  private Set<Class<?>> interfaces() {
    Set<Class<?>> all = new LinkedHashSet<>();
    for (Class<?> c = target; c != null; c = c.getSuperclass()) {
      addInterfaces(c, all);
    }
    if (called.getDeclaringClass().isInterface()) {
      all.add(called.getDeclaringClass());
    }
    Set<Class<?>> nearest = new LinkedHashSet<>(all);
    nearest.removeIf(
        general ->
            all.stream()
                .anyMatch(
                    special ->
                        special != general
                            && general.isAssignableFrom(special)
                            && !declaredIn(special).isEmpty()));
    return nearest;
  }

  private static void addInterfaces(Class<?> type, Set<Class<?>> all) {
    if (type.isInterface()) {
      all.add(type);
    }
    for (Class<?> extended : type.getInterfaces()) {
      addInterfaces(extended, all);
    }
  }

  private boolean has(Class<?> type) {
    return Arrays.stream(type.getMethods()).anyMatch(this::isSame);
  }

  private List<Method> declaredIn(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods()).filter(this::isSame).toList();
  }

  /** The called method, or the generic one of an interface that it implements. */
  private boolean isSame(Method method) {
    if (!method.getName().equals(called.getName())
        || method.getParameterCount() != called.getParameterCount()) {
      return false;
    }
    if (Arrays.equals(method.getParameterTypes(), called.getParameterTypes())) {
      return true;
    }
    return !called.getDeclaringClass().isInterface()
        && Arrays.stream(called.getDeclaringClass().getDeclaredMethods())
            .anyMatch(bridge -> bridge.isBridge() && leadsFrom(method, bridge));
  }

  private boolean leadsFrom(Method method, Method bridge) {
    if (!bridge.getName().equals(called.getName())
        || !Arrays.equals(bridge.getParameterTypes(), method.getParameterTypes())) {
      return false;
    }
    for (int i = 0; i < called.getParameterCount(); i++) {
      if (!bridge.getParameterTypes()[i].isAssignableFrom(called.getParameterTypes()[i])) {
        return false;
      }
    }
    return true;
  }
}
