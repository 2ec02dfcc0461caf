package dev.tutti.tm.transactional.internal;

import dev.tutti.tm.branch.EngineTransaction;
import dev.tutti.tm.transactional.TransactionalInvoker;
import dev.tutti.tm.transactional.TransactionalMethod;
import jakarta.transaction.InvalidTransactionException;
import jakarta.transaction.TransactionRequiredException;
import jakarta.transaction.Transactional.TxType;
import org.jspecify.annotations.Nullable;

/** Internal: chooses the transaction that a method runs in (JTA 2.0, section 3.7). Thread-safe. */
public final class RuleInvoker implements TransactionalInvoker {

  private final Boundary boundary;
  private final UserTransactionRule userTransactions;
  private final OwnTransaction own;
  private final CallersTransaction callers;

  /**
   * Makes one.
   *
   * @param boundary the engine
   * @param userTransactions told where they may not be used
   */
  public RuleInvoker(Boundary boundary, UserTransactionRule userTransactions) {
    this.boundary = boundary;
    this.userTransactions = userTransactions;
    this.own = new OwnTransaction(boundary);
    this.callers = new CallersTransaction(boundary);
  }

  @Override
  public @Nullable Object invoke(TransactionalMethod method, Body body) throws Throwable {
    String before = userTransactions.forbiddenBy();
    userTransactions.set(forbids(method.type()) ? method.label() : "");
    try {
      return choose(method, body, boundary.current());
    } finally {
      userTransactions.set(before);
    }
  }

  private static boolean forbids(TxType type) {
    return type != TxType.NOT_SUPPORTED && type != TxType.NEVER;
  }

  private @Nullable Object choose(
      TransactionalMethod method, Body body, @Nullable EngineTransaction caller) throws Throwable {
    if (caller == null) {
      return switch (method.type()) {
        case REQUIRED, REQUIRES_NEW -> own.run(method, body);
        case MANDATORY ->
            throw Surfaced.wrapped(
                method,
                "it is MANDATORY, and its caller has no transaction",
                new TransactionRequiredException("no transaction"));
        case SUPPORTS, NOT_SUPPORTED, NEVER -> callers.without(method, body);
      };
    }
    return switch (method.type()) {
      case REQUIRED, MANDATORY, SUPPORTS -> callers.join(method, body, caller);
      case REQUIRES_NEW -> callers.aside(method, caller, () -> own.run(method, body));
      case NOT_SUPPORTED -> callers.aside(method, caller, body);
      case NEVER ->
          throw Surfaced.wrapped(
              method,
              "its type is NEVER, and its caller has transaction " + caller.live().id(),
              new InvalidTransactionException("transaction " + caller.live().id()));
    };
  }
}
