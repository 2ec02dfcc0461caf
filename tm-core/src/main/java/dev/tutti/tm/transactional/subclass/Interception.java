package dev.tutti.tm.transactional.subclass;

import dev.tutti.tm.transactional.TransactionalInvoker;
import dev.tutti.tm.transactional.TransactionalMethod;
import java.util.concurrent.Callable;
import net.bytebuddy.implementation.bind.annotation.RuntimeType;
import net.bytebuddy.implementation.bind.annotation.SuperCall;
import org.jspecify.annotations.Nullable;

/** What one generated method calls. Public, since generated code of other loaders calls it. */
public final class Interception {

  private final TransactionalInvoker invoker;
  private final TransactionalMethod rules;

  Interception(TransactionalInvoker invoker, TransactionalMethod rules) {
    this.invoker = invoker;
    this.rules = rules;
  }

  /**
   * Runs the method of the class by its rules.
   *
   * @param method the method of the class, with its arguments
   * @return what it returned
   * @throws Throwable what it threw, or why its transaction failed
   */
  @RuntimeType
  public @Nullable Object call(@SuperCall Callable<?> method) throws Throwable {
    return invoker.invoke(rules, method::call);
  }
}
