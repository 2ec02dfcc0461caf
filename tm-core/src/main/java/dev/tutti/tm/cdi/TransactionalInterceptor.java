package dev.tutti.tm.cdi;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One for each TxType, since CDI binds interceptors by it (Jakarta Transactions 2.0, section 3.7),
 * at the priority that the specification gives them.
 */
abstract class TransactionalInterceptor {

  static final List<Class<? extends TransactionalInterceptor>> ALL =
      List.of(
          Required.class,
          RequiresNew.class,
          Mandatory.class,
          Supports.class,
          NotSupported.class,
          Never.class);

  private static final int PRIORITY = Interceptor.Priority.PLATFORM_BEFORE + 200;

  private final TransactionalCalls calls;

  private TransactionalInterceptor(TransactionalCalls calls) {
    this.calls = calls;
  }

  @AroundInvoke
  @Nullable Object around(InvocationContext call) throws Exception {
    Transactional bound = getClass().getAnnotation(Transactional.class);
    try {
      return calls.invoke(call, bound);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e); // proceed() throws exceptions and errors only
    }
  }

  @Interceptor
  @Transactional(TxType.REQUIRED)
  @Priority(PRIORITY)
  static class Required extends TransactionalInterceptor {
    @Inject
    Required(TransactionalCalls calls) {
      super(calls);
    }
  }

  @Interceptor
  @Transactional(TxType.REQUIRES_NEW)
  @Priority(PRIORITY)
  static class RequiresNew extends TransactionalInterceptor {
    @Inject
    RequiresNew(TransactionalCalls calls) {
      super(calls);
    }
  }

  @Interceptor
  @Transactional(TxType.MANDATORY)
  @Priority(PRIORITY)
  static class Mandatory extends TransactionalInterceptor {
    @Inject
    Mandatory(TransactionalCalls calls) {
      super(calls);
    }
  }

  @Interceptor
  @Transactional(TxType.SUPPORTS)
  @Priority(PRIORITY)
  static class Supports extends TransactionalInterceptor {
    @Inject
    Supports(TransactionalCalls calls) {
      super(calls);
    }
  }

  @Interceptor
  @Transactional(TxType.NOT_SUPPORTED)
  @Priority(PRIORITY)
  static class NotSupported extends TransactionalInterceptor {
    @Inject
    NotSupported(TransactionalCalls calls) {
      super(calls);
    }
  }

  @Interceptor
  @Transactional(TxType.NEVER)
  @Priority(PRIORITY)
  static class Never extends TransactionalInterceptor {
    @Inject
    Never(TransactionalCalls calls) {
      super(calls);
    }
  }
}
