package dev.tutti.tm.transactional;

import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The rules of one method, read from its annotations once. Immutable; to be kept by the front door,
 * since reading it anew for each call is slow.
 *
 * @param label {@code Type.method}, for messages
 * @param type in which transaction it runs
 * @param rollbackOn exceptions that roll back besides the unchecked ones and errors
 * @param dontRollbackOn exceptions that do not roll back; they win
 * @param declared the exceptions that the method declares
 * @param name what events and errors call its transaction
 * @param timeout of a transaction that it begins; empty for the thread's or the system's
 * @param readOnly whether it says that it writes nothing
 * @param retry how often it is tried
 * @param asynchronous whether a {@code CompletionStage} that it returns ends its transaction
 */
public record TransactionalMethod(
    String label,
    TxType type,
    List<Class<?>> rollbackOn,
    List<Class<?>> dontRollbackOn,
    List<Class<?>> declared,
    String name,
    Optional<Duration> timeout,
    boolean readOnly,
    RetryRule retry,
    boolean asynchronous) {

  /**
   * Validates and copies.
   *
   * @param label see the component
   * @param type see the component
   * @param rollbackOn see the component
   * @param dontRollbackOn see the component
   * @param declared see the component
   * @param name see the component
   * @param timeout see the component
   * @param readOnly see the component
   * @param retry see the component
   * @param asynchronous see the component
   */
  public TransactionalMethod {
    rollbackOn = List.copyOf(rollbackOn);
    dontRollbackOn = List.copyOf(dontRollbackOn);
    declared = List.copyOf(declared);
  }

  /**
   * Reads the annotations of a method. The nearest counts: the method of the implementation, its
   * class (or an inherited one), a method that it overrides, the method of an interface, the
   * interface.
   *
   * @param target the class of the implementation
   * @param method the method that is called: of the class, or of one of its interfaces
   * @return the rules; empty if no annotation reaches the method
   * @throws IllegalArgumentException if the annotations cannot mean anything: naming the method,
   *     what is wrong and what to do
   */
  public static Optional<TransactionalMethod> of(Class<?> target, Method method) {
    return MethodRules.read(target, method);
  }

  /**
   * The same where a container has found the annotation by its own ways, for example CDI's
   * stereotypes.
   *
   * @param target the class of the implementation
   * @param method the method that is called
   * @param annotation what the container found
   * @return the rules, with options as {@link #of(Class, Method)} finds them
   * @throws IllegalArgumentException as there
   */
  public static TransactionalMethod of(Class<?> target, Method method, Transactional annotation) {
    return MethodRules.read(target, method, annotation);
  }

  /**
   * Whether an exception of the method rolls its transaction back (JTA 2.0, section 3.7).
   *
   * @param thrown what it threw
   * @return true for an unchecked one, an error and one of {@code rollbackOn}, unless {@code
   *     dontRollbackOn} has it
   */
  public boolean rollsBackOn(Throwable thrown) {
    if (isAny(dontRollbackOn, thrown)) {
      return false;
    }
    return thrown instanceof RuntimeException
        || thrown instanceof Error
        || isAny(rollbackOn, thrown);
  }

  private static boolean isAny(List<Class<?>> types, Throwable thrown) {
    for (Class<?> type : types) {
      if (type.isInstance(thrown)) {
        return true;
      }
    }
    return false;
  }
}
