package dev.tutti.tm.cdi;

import dev.tutti.tm.transactional.TransactionalInvoker;
import dev.tutti.tm.transactional.TransactionalMethod;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the interceptors share: the invoker, and the rules of methods, read once. Thread-safe. */
final class TransactionalCalls {

  private record Call(Class<?> type, Method method) {}

  private final TransactionalInvoker invoker;
  private final BeanManager beans;
  private final Map<Call, TransactionalMethod> known = new ConcurrentHashMap<>();

  TransactionalCalls(TransactionalInvoker invoker, BeanManager beans) {
    this.invoker = invoker;
    this.beans = beans;
  }

  /**
   * Runs an intercepted call.
   *
   * @param context the call
   * @param bound what the container bound the interceptor by: only its TxType counts
   * @return what the method returned
   * @throws Throwable what it threw, or why its transaction failed
   */
  @Nullable Object invoke(InvocationContext context, Transactional bound) throws Throwable {
    Call call = new Call(context.getTarget().getClass(), context.getMethod());
    TransactionalMethod rules = known.get(call);
    if (rules == null) {
      rules = known.computeIfAbsent(call, c -> read(c, bound));
    }
    return invoker.invoke(rules, context::proceed);
  }

  private TransactionalMethod read(Call call, Transactional bound) {
    Class<?> type = written(call.type());
    return BoundMethods.rules(beans, type, call.method(), bound.value())
        // An extension has added it.
        .orElseGet(() -> TransactionalMethod.of(type, call.method(), bound));
  }

  /** The class of the source code, without the subclasses that containers put in front. */
  private static Class<?> written(Class<?> type) {
    Class<?> written = type;
    while (written.isSynthetic() || written.getName().contains("$$")) {
      written = written.getSuperclass();
    }
    return written;
  }
}
