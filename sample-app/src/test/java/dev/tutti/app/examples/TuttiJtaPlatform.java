package dev.tutti.app.examples;

import dev.tutti.tm.TransactionSystem;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import org.hibernate.engine.transaction.jta.platform.internal.AbstractJtaPlatform;

/** What Hibernate asks of a transaction manager: copy it, it is all that is needed. */
final class TuttiJtaPlatform extends AbstractJtaPlatform {

  private final transient TransactionSystem tutti;

  TuttiJtaPlatform(TransactionSystem tutti) {
    this.tutti = tutti;
  }

  @Override
  protected TransactionManager locateTransactionManager() {
    return tutti.transactionManager();
  }

  @Override
  protected UserTransaction locateUserTransaction() {
    return tutti.userTransaction();
  }
}
