package dev.tutti.tm.cdi;

import dev.tutti.tm.TransactionSystem;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessBeanAttributes;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionScoped;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.transaction.UserTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a CDI container transactional: interceptors for {@link Transactional}, a context for {@link
 * TransactionScoped}, and {@link TransactionManager}, {@link UserTransaction} and {@link
 * TransactionSynchronizationRegistry} as beans, over the container's {@link TransactionSystem}
 * bean. Containers find it by themselves where discovery is on; where it is off, give it to {@code
 * addExtensions}. The deployment fails if there is something transactional and no system.
 */
public final class TuttiExtension implements Extension {

  /** Narayana brings interceptors and a transaction manager bean that know nothing of Tutti. */
  private static final String ENGINES_OWN = "com.arjuna.ats.jta.cdi.";

  private static final String WELDS_MODULE = "org.jboss.weld.module.jta.WeldTransactionsModule";

  private final List<IllegalArgumentException> problems = new ArrayList<>();
  private boolean needed;
  private @Nullable SystemReference system;
  private @Nullable TransactionScope scope;

  /** For the container. */
  public TuttiExtension() {}

  void addInterceptors(@Observes BeforeBeanDiscovery event) {
    for (Class<?> interceptor : TransactionalInterceptor.ALL) {
      event.addAnnotatedType(interceptor, interceptor.getName());
    }
  }

  void leaveOutTheEnginesOwn(@Observes ProcessAnnotatedType<?> event) {
    if (event.getAnnotatedType().getJavaClass().getName().startsWith(ENGINES_OWN)) {
      event.veto();
    }
  }

  void note(
      @Observes @WithAnnotations({Transactional.class, TransactionScoped.class})
          ProcessAnnotatedType<?> event) {
    needed |= !event.getAnnotatedType().isAnnotationPresent(Interceptor.class);
  }

  void moveToOurContext(@Observes ProcessBeanAttributes<?> event) {
    if (event.getBeanAttributes().getScope() == TransactionScoped.class) {
      event.configureBeanAttributes().scope(WithinTransaction.class);
    }
  }

  void addBeans(@Observes AfterBeanDiscovery event, BeanManager beans) {
    SystemReference reference = new SystemReference(beans);
    TransactionScope context = new TransactionScope(reference, beans);
    system = reference;
    scope = context;
    event.addContext(context);
    add(event, TransactionManager.class, TransactionSystem::transactionManager);
    add(
        event,
        TransactionSynchronizationRegistry.class,
        TransactionSystem::synchronizationRegistry);
    add(
        event,
        TransactionalCalls.class,
        running -> new TransactionalCalls(running.invoker(), beans));
    if (!weldBringsTheUserTransaction(beans)) {
      add(event, UserTransaction.class, TransactionSystem::userTransaction);
    }
  }

  private <T> void add(
      AfterBeanDiscovery event, Class<T> type, Function<TransactionSystem, ? extends T> part) {
    event
        .<T>addBean()
        .beanClass(TuttiExtension.class)
        .types(type, Object.class)
        .scope(Singleton.class)
        .produceWith(instance -> part.apply(system().get()));
  }

  /** Its bean asks {@link WeldTransactions}; two would be ambiguous. */
  private static boolean weldBringsTheUserTransaction(BeanManager beans) {
    ClassLoader containers = beans.getClass().getClassLoader();
    if (!beans.getClass().getName().startsWith("org.jboss.weld.")) {
      return false;
    }
    try {
      Class.forName(WELDS_MODULE, false, containers);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Only beans: a class that is none may say what it likes. */
  void check(@Observes ProcessManagedBean<?> event, BeanManager beans) {
    Class<?> type = event.getAnnotatedBeanClass().getJavaClass();
    if (!type.isAnnotationPresent(Interceptor.class)) {
      problems.addAll(BoundMethods.problems(beans, type));
    }
  }

  void validate(@Observes AfterDeploymentValidation event, BeanManager beans) {
    if (!problems.isEmpty()) {
      // Thrown, not added: OpenWebBeans would only log what is added.
      throw new DeploymentException(
          problems.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")));
    }
    if (needed && beans.getBeans(TransactionSystem.class).isEmpty()) {
      throw new DeploymentException(SystemReference.MISSING);
    }
  }

  void start(@Observes @Priority(1) @Initialized(ApplicationScoped.class) Object event) {
    TransactionScope context = scope;
    if (context != null) {
      system().find().ifPresent(running -> running.addListener(context));
      system().containerStarted();
    }
  }

  void stop(@Observes BeforeShutdown event) {
    TransactionScope context = scope;
    if (context != null) {
      system().containerStops();
      system().find().ifPresent(running -> running.removeListener(context));
    }
  }

  private SystemReference system() {
    SystemReference known = system;
    if (known == null) {
      throw new IllegalStateException("the container has not started");
    }
    return known;
  }
}
