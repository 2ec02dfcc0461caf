package dev.tutti.tm.cdi;

import dev.tutti.tm.transactional.TransactionOptions;
import dev.tutti.tm.transactional.TransactionalMethod;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What CDI binds our interceptors to: methods and classes with the annotation, and stereotypes. */
final class BoundMethods {

  private BoundMethods() {}

  /**
   * The rules of a method whose interceptor is bound.
   *
   * @return empty if neither the method nor its class nor a stereotype has an annotation of the
   *     type
   * @throws IllegalArgumentException if the annotations cannot mean anything
   */
  static Optional<TransactionalMethod> rules(
      BeanManager beans, Class<?> type, Method method, TxType bound) {
    if (isAnnotated(type, method)) {
      return TransactionalMethod.of(type, method).filter(rules -> rules.type() == bound);
    }
    return stereotyped(beans, type)
        .filter(found -> found.value() == bound)
        .findFirst()
        .map(found -> TransactionalMethod.of(type, method, found));
  }

  /** What is wrong with the methods of a bean, before anybody calls one. */
  static List<IllegalArgumentException> problems(BeanManager beans, Class<?> type) {
    List<IllegalArgumentException> problems = new ArrayList<>();
    Transactional stereotype = stereotyped(beans, type).findFirst().orElse(null);
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (!method.isBridge() && !method.isSynthetic()) {
          try {
            check(type, method, stereotype);
          } catch (IllegalArgumentException e) {
            problems.add(e);
          }
        }
      }
    }
    return problems;
  }

  private static void check(Class<?> type, Method method, @Nullable Transactional stereotype) {
    int modifiers = method.getModifiers();
    if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)) {
      if (method.isAnnotationPresent(Transactional.class)) {
        throw new IllegalArgumentException(
            method.getDeclaringClass().getName()
                + "."
                + method.getName()
                + " is annotated but private or static, so no container intercepts it: it would run"
                + " without a transaction");
      }
    } else if (stereotype != null && !isAnnotated(type, method)) {
      TransactionalMethod unused = TransactionalMethod.of(type, method, stereotype);
    } else if (isAnnotated(type, method) || method.isAnnotationPresent(TransactionOptions.class)) {
      Optional<TransactionalMethod> unused = TransactionalMethod.of(type, method);
    }
  }

  private static boolean isAnnotated(Class<?> type, Method method) {
    return method.isAnnotationPresent(Transactional.class)
        || type.isAnnotationPresent(Transactional.class);
  }

  private static Stream<Transactional> stereotyped(BeanManager beans, Class<?> type) {
    return Stream.of(type.getAnnotations()).flatMap(a -> ofStereotype(beans, a));
  }

  private static Stream<Transactional> ofStereotype(BeanManager beans, Annotation annotation) {
    if (!beans.isStereotype(annotation.annotationType())) {
      return Stream.empty();
    }
    return beans.getStereotypeDefinition(annotation.annotationType()).stream()
        .flatMap(
            part ->
                part instanceof Transactional found ? Stream.of(found) : ofStereotype(beans, part));
  }
}
