package dev.tutti.tm.spring;

import dev.tutti.tm.TransactionSystem;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/**
 * Everything that Spring needs besides a bean of type {@link TransactionSystem}:
 *
 * <pre>{@code
 * @Configuration
 * @Import(TuttiTransactions.class)
 * class Application {
 *   @Bean
 *   TransactionSystem tutti() throws IOException {
 *     return TransactionSystem.start(config, orders, events);
 *   }
 * }
 * }</pre>
 *
 * Spring closes the system with its context, since it is {@link AutoCloseable}.
 */
@Configuration(proxyBeanMethods = false)
@EnableTransactionManagement
public class TuttiTransactions {

  /** For Spring. */
  public TuttiTransactions() {}

  /**
   * What {@code @Transactional}, {@code TransactionTemplate} and
   * {@code @TransactionalEventListener} work with.
   *
   * @param system the running system
   * @return Spring's transaction manager over it
   */
  @Bean
  public TuttiTransactionManager transactionManager(TransactionSystem system) {
    return new TuttiTransactionManager(system);
  }

  /**
   * For code that begins and commits by itself.
   *
   * @param system the running system
   * @return its user transaction
   */
  @Bean
  public UserTransaction userTransaction(TransactionSystem system) {
    return system.userTransaction();
  }

  /**
   * For code that knows Jakarta Transactions only.
   *
   * @param system the running system
   * @return its registry
   */
  @Bean
  public TransactionSynchronizationRegistry transactionSynchronizationRegistry(
      TransactionSystem system) {
    return system.synchronizationRegistry();
  }
}
