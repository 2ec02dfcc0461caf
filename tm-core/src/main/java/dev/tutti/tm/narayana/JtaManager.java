package dev.tutti.tm.narayana;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionImple;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.InvalidTransactionException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** JTA 2.0, chapter 3, over the engine: every branch guarded, every timeout ours. Thread-safe. */
public final class JtaManager implements TransactionManager, UserTransaction {

  private final NarayanaEngine engine;
  private final Duration defaultTimeout;

  /** Of this manager alone: a thread's timeout must not reach the next system in the JVM. */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<@Nullable Duration> timeouts = new ThreadLocal<>();

  JtaManager(NarayanaEngine engine, Duration defaultTimeout) {
    this.engine = engine;
    this.defaultTimeout = defaultTimeout;
  }

  @Override
  public void begin() throws NotSupportedException, SystemException {
    Duration own = timeouts.get();
    engine.begin("", own == null ? defaultTimeout : own);
  }

  @Override
  public void commit()
      throws RollbackException,
          HeuristicMixedException,
          HeuristicRollbackException,
          SystemException {
    engine.current().complete(engine.manager()::commit);
  }

  @Override
  public void rollback() throws SystemException {
    engine.current().rollback(engine.manager()::rollback);
  }

  @Override
  public void setRollbackOnly() throws SystemException {
    engine.manager().setRollbackOnly();
  }

  @Override
  public int getStatus() throws SystemException {
    return engine.manager().getStatus();
  }

  @Override
  public @Nullable Transaction getTransaction() throws SystemException {
    return engine.currentOrNull();
  }

  @Override
  public void setTransactionTimeout(int seconds) throws SystemException {
    if (seconds < 0) {
      throw new SystemException("a timeout of " + seconds + " s: 0 restores the default");
    }
    if (seconds == 0) {
      timeouts.remove();
    } else {
      timeouts.set(Duration.ofSeconds(seconds));
    }
  }

  @Override
  public @Nullable Transaction suspend() throws SystemException {
    JtaTransaction current = engine.currentOrNull();
    engine.manager().suspend();
    return current;
  }

  @Override
  public void resume(@Nullable Transaction transaction)
      throws InvalidTransactionException, SystemException {
    TransactionImple imple = null;
    if (transaction instanceof JtaTransaction ours) {
      imple = ours.engine();
    } else if (transaction != null) {
      throw new InvalidTransactionException("not a transaction of this manager");
    }
    engine.manager().resume(imple);
  }
}
