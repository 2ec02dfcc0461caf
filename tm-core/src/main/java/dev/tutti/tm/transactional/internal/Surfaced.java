package dev.tutti.tm.transactional.internal;

import dev.tutti.tm.outcome.HeuristicOutcomeException;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.outcome.TuttiException;
import dev.tutti.tm.transactional.TransactionalMethod;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionalException;
import java.util.Set;

/** How a failed ending reaches the caller of a method: as what the method declares, or wrapped. */
final class Surfaced {

  /** A method that declares these does not mean our exception. */
  private static final Set<Class<?>> TOO_WIDE =
      Set.of(Throwable.class, Exception.class, RuntimeException.class);

  private Surfaced() {}

  static Throwable as(TransactionalMethod method, TuttiException failure) {
    Exception jta = jta(failure);
    for (Class<?> declared : method.declared()) {
      if (TOO_WIDE.contains(declared)) {
        continue;
      }
      if (declared.isInstance(failure)) {
        return failure;
      }
      if (declared.isInstance(jta)) {
        jta.initCause(failure);
        return jta;
      }
    }
    return wrapped(method, String.valueOf(failure.getMessage()), failure);
  }

  static TransactionalException wrapped(
      TransactionalMethod method, String message, Throwable cause) {
    String label = message.startsWith(method.label()) ? "" : method.label() + ": ";
    return new TransactionalException(label + message, cause);
  }

  private static Exception jta(TuttiException failure) {
    String message = failure.getMessage();
    if (failure instanceof RolledBackException || failure instanceof TransactionTimeoutException) {
      return new RollbackException(message);
    }
    return failure instanceof HeuristicOutcomeException
        ? new HeuristicMixedException(message)
        : new SystemException(message);
  }
}
