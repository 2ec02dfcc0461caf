package dev.tutti.tm.narayana;

import com.arjuna.ats.jta.cdi.transactional.TransactionalInterceptorBase;
import com.arjuna.ats.jta.cdi.transactional.TransactionalInterceptorMandatory;
import com.arjuna.ats.jta.cdi.transactional.TransactionalInterceptorNever;
import com.arjuna.ats.jta.cdi.transactional.TransactionalInterceptorNotSupported;
import com.arjuna.ats.jta.cdi.transactional.TransactionalInterceptorRequired;
import com.arjuna.ats.jta.cdi.transactional.TransactionalInterceptorRequiresNew;
import com.arjuna.ats.jta.cdi.transactional.TransactionalInterceptorSupports;
import dev.tutti.tm.transactional.matrix.FrontDoor;
import dev.tutti.tm.transactional.matrix.Probe;
import dev.tutti.tm.transactional.matrix.ProbeBean;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** The interceptors that Narayana brings for CDI, over our transaction manager. */
final class NarayanaDoor implements FrontDoor {

  private final ProbeBean bean = new ProbeBean();
  private final TransactionManager manager;

  NarayanaDoor(TransactionManager manager) {
    this.manager = manager;
  }

  @Override
  public Probe probe() {
    return (Probe)
        Proxy.newProxyInstance(
            Probe.class.getClassLoader(),
            new Class<?>[] {Probe.class},
            (proxy, method, arguments) -> {
              Method own = ProbeBean.class.getMethod(method.getName(), Probe.Work.class);
              return interceptor(own).intercept(new Call(bean, own, arguments));
            });
  }

  private TransactionalInterceptorBase interceptor(Method method) throws Exception {
    TransactionalInterceptorBase interceptor =
        switch (method.getAnnotation(Transactional.class).value()) {
          case REQUIRED -> new TransactionalInterceptorRequired();
          case REQUIRES_NEW -> new TransactionalInterceptorRequiresNew();
          case MANDATORY -> new TransactionalInterceptorMandatory();
          case SUPPORTS -> new TransactionalInterceptorSupports();
          case NOT_SUPPORTED -> new TransactionalInterceptorNotSupported();
          case NEVER -> new TransactionalInterceptorNever();
        };
    // What a container would inject.
    Field injected = TransactionalInterceptorBase.class.getDeclaredField("transactionManager");
    injected.setAccessible(true);
    injected.set(interceptor, manager);
    return interceptor;
  }

  private static final class Call implements InvocationContext {
    private final Object target;
    private final Method method;
    private final Object[] parameters;
    private final Map<String, Object> data = new HashMap<>();

    private Call(Object target, Method method, Object[] parameters) {
      this.target = target;
      this.method = method;
      this.parameters = parameters;
    }

    @Override
    public Object getTarget() {
      return target;
    }

    @Override
    public Object getTimer() {
      return null;
    }

    @Override
    public Method getMethod() {
      return method;
    }

    @Override
    public Constructor<?> getConstructor() {
      return null;
    }

    @Override
    public Object[] getParameters() {
      return parameters;
    }

    @Override
    public void setParameters(Object[] parameters) {
      throw new UnsupportedOperationException("no interceptor of a transaction does");
    }

    @Override
    public Map<String, Object> getContextData() {
      return data;
    }

    @Override
    public Object proceed() throws Exception {
      try {
        return method.invoke(target, parameters);
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw (Exception) e.getCause();
      }
    }
  }
}
