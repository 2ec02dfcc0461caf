package dev.tutti.tm.transactional.internal;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;

/** Internal: the user transaction, refused where the annotation rules. Thread-safe. */
public final class RestrictedUserTransaction implements UserTransaction {

  private final UserTransaction engine;
  private final UserTransactionRule rule;

  /**
   * Makes one.
   *
   * @param engine does the work
   * @param rule says where it may not
   */
  public RestrictedUserTransaction(UserTransaction engine, UserTransactionRule rule) {
    this.engine = engine;
    this.rule = rule;
  }

  private UserTransaction allowed() {
    String method = rule.forbiddenBy();
    if (!method.isEmpty()) {
      throw new IllegalStateException(
          method
              + ": its @Transactional annotation ends the transaction, so UserTransaction cannot be"
              + " used in it (it can in NOT_SUPPORTED and NEVER)");
    }
    return engine;
  }

  @Override
  public void begin() throws NotSupportedException, SystemException {
    allowed().begin();
  }

  @Override
  public void commit()
      throws RollbackException,
          HeuristicMixedException,
          HeuristicRollbackException,
          SystemException {
    allowed().commit();
  }

  @Override
  public void rollback() throws SystemException {
    allowed().rollback();
  }

  @Override
  public void setRollbackOnly() throws SystemException {
    allowed().setRollbackOnly();
  }

  @Override
  public int getStatus() throws SystemException {
    return allowed().getStatus();
  }

  @Override
  public void setTransactionTimeout(int seconds) throws SystemException {
    allowed().setTransactionTimeout(seconds);
  }
}
