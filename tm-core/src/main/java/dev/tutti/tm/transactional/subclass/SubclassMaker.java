package dev.tutti.tm.transactional.subclass;

import static net.bytebuddy.matcher.ElementMatchers.is;

import dev.tutti.tm.transactional.TransactionalInvoker;
import dev.tutti.tm.transactional.TransactionalMethod;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.MethodDelegation;

/** Generates subclasses. */
final class SubclassMaker {

  /** A class is made for each system, and the loader wants each name once. */
  private static final AtomicInteger MADE = new AtomicInteger();

  private SubclassMaker() {}

  static <T> Class<? extends T> make(Class<T> type, TransactionalInvoker invoker) {
    Map<Method, TransactionalMethod> rules = Overridable.rules(type);
    DynamicType.Builder<T> builder =
        new ByteBuddy()
            .subclass(type)
            .name(type.getName() + "$Transactional" + MADE.incrementAndGet());
    for (Map.Entry<Method, TransactionalMethod> rule : rules.entrySet()) {
      builder =
          builder
              .method(is(rule.getKey()))
              .intercept(MethodDelegation.to(new Interception(invoker, rule.getValue())));
    }
    try (DynamicType.Unloaded<T> made = builder.make()) {
      // In the class's own package and loader, so that package-private methods are overridden too.
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      return made.load(type.getClassLoader(), ClassLoadingStrategy.UsingLookup.of(lookup))
          .getLoaded();
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(
          type.getName() + " cannot be extended from here: open its package to tutti", e);
    }
  }

  static <T> T cast(Class<? extends T> type, Object instance) {
    return type.cast(instance);
  }
}
