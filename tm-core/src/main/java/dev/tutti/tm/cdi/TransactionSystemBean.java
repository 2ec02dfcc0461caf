package dev.tutti.tm.cdi;

import dev.tutti.tm.TransactionSystem;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;

/**
 * Makes a system that runs already the bean of a container, for a plain {@code main}:
 *
 * <pre>{@code
 * SeContainerInitializer.newInstance().addExtensions(TransactionSystemBean.of(tutti)).initialize()
 * }</pre>
 *
 * The container does not close it. Where the container shall own the system, write a producer
 * ({@code @Produces @Singleton}) and a disposer that closes it instead.
 */
public final class TransactionSystemBean implements Extension {

  private final TransactionSystem system;

  private TransactionSystemBean(TransactionSystem system) {
    this.system = system;
  }

  /**
   * Makes one for a container that is about to start.
   *
   * @param system the running system
   * @return an extension, for one container
   */
  public static TransactionSystemBean of(TransactionSystem system) {
    return new TransactionSystemBean(system);
  }

  void add(@Observes AfterBeanDiscovery event) {
    event
        .<TransactionSystem>addBean()
        .beanClass(TransactionSystemBean.class)
        .types(TransactionSystem.class, Object.class)
        .scope(Singleton.class)
        .produceWith(instance -> system);
  }
}
