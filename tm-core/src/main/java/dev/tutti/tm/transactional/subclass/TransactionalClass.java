package dev.tutti.tm.transactional.subclass;

import dev.tutti.tm.transactional.TransactionalInvoker;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

/**
 * A subclass of a class whose annotated methods run by their rules and then call the method of the
 * class. Methods that call each other are seen too, since the instance is of the subclass.
 * Immutable; the instances are as thread-safe as the class.
 *
 * @param <T> the class
 */
public final class TransactionalClass<T> {

  private final Class<? extends T> subclass;

  private TransactionalClass(Class<? extends T> subclass) {
    this.subclass = subclass;
  }

  /**
   * Generates the subclass, in the package and the loader of the class. Slow: once for each class.
   *
   * @param <T> the class
   * @param type the class
   * @param invoker runs the methods
   * @return where instances are made
   * @throws IllegalArgumentException if the class is final, or an annotated method is final,
   *     private or static, or nothing is annotated: naming it
   */
  public static <T> TransactionalClass<T> of(Class<T> type, TransactionalInvoker invoker) {
    return new TransactionalClass<>(SubclassMaker.make(type, invoker));
  }

  /**
   * The subclass, for a container that makes the instances itself.
   *
   * @return it has the constructors of the class
   */
  public Class<? extends T> type() {
    return subclass;
  }

  /**
   * Makes an instance with the constructor that takes these arguments.
   *
   * @param arguments none of them null
   * @return the instance
   * @throws IllegalArgumentException if no constructor or more than one takes them
   * @throws IllegalStateException if the constructor failed with a checked exception
   */
  public T create(Object... arguments) {
    List<Constructor<?>> fitting =
        Arrays.stream(subclass.getDeclaredConstructors())
            .filter(c -> !Modifier.isPrivate(c.getModifiers()) && takes(c, arguments))
            .toList();
    if (fitting.size() != 1) {
      throw new IllegalArgumentException(
          subclass.getSuperclass().getName()
              + ": "
              + (fitting.isEmpty() ? "no constructor takes " : "more than one constructor takes ")
              + Arrays.stream(arguments).map(a -> a.getClass().getSimpleName()).toList());
    }
    Constructor<?> constructor = fitting.get(0);
    constructor.setAccessible(true);
    try {
      return SubclassMaker.cast(subclass, constructor.newInstance(arguments));
    } catch (InvocationTargetException e) {
      throw unchecked(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          subclass.getSuperclass().getName() + " cannot be made: " + e.getMessage(), e);
    }
  }

  private static RuntimeException unchecked(InvocationTargetException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException own
        ? own
        : new IllegalStateException("the constructor failed: " + cause, cause);
  }

  private static boolean takes(Constructor<?> constructor, Object[] arguments) {
    Class<?>[] types = constructor.getParameterTypes();
    if (types.length != arguments.length) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      if (!boxed(types[i]).isInstance(arguments[i])) {
        return false;
      }
    }
    return true;
  }

  private static Class<?> boxed(Class<?> type) {
    return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
  }
}
