package dev.tutti.tm.narayana;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionImple;
import dev.tutti.tm.branch.EngineTransaction;
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
    begin("", null, false);
  }

  /**
   * Begins with more than JTA can say.
   *
   * @param name for people; may be empty
   * @param timeout null for the thread's, or else the system's
   * @param readOnly whether sources may take it that nothing will be written
   * @return the transaction
   * @throws NotSupportedException if the thread has a transaction
   * @throws SystemException if the engine refuses
   */
  public EngineTransaction begin(String name, @Nullable Duration timeout, boolean readOnly)
      throws NotSupportedException, SystemException {
    Duration own = timeout == null ? timeouts.get() : timeout;
    return engine.begin(name, own == null ? defaultTimeout : own, readOnly);
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
  public @Nullable EngineTransaction getTransaction() throws SystemException {
    return engine.currentOrNull();
  }

  /**
   * Whether the calling thread has a transaction.
   *
   * @return true also if it is over and was not taken off the thread
   */
  public boolean hasTransaction() {
    return engine.currentTransaction().isPresent();
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
    engine.onThread().remove();
    if (current != null) {
      current.live().crew().leave();
    }
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
    if (transaction instanceof JtaTransaction ours) {
      ours.countNoThread();
      engine.onThread().set(ours);
      requireOpen(ours);
    }
  }

  /** Work that came while the others are committed would be half in it. */
  private void requireOpen(JtaTransaction transaction)
      throws InvalidTransactionException, SystemException {
    if (!transaction.live().crew().join() && !transaction.live().isFinished()) {
      suspend();
      throw new InvalidTransactionException(
          "transaction " + transaction.live().id() + " is being committed by another thread");
    }
  }
}
