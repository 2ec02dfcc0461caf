package dev.tutti.tm;

import dev.tutti.tm.branch.EngineTransaction;
import dev.tutti.tm.branch.LiveTransaction;
import dev.tutti.tm.narayana.JtaManager;
import dev.tutti.tm.transactional.internal.Boundary;
import jakarta.transaction.Transaction;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the facade and the annotation ask of the engine. */
final class EngineRunner implements Boundary {

  private final JtaManager manager;
  private final Runnable leftUnfinished;

  EngineRunner(JtaManager manager, Runnable leftUnfinished) {
    this.manager = manager;
    this.leftUnfinished = leftUnfinished;
  }

  @Override
  public LiveTransaction begin(String name, Duration timeout) throws Exception {
    return manager.begin(name, timeout, false).live();
  }

  @Override
  public EngineTransaction begin(String name, @Nullable Duration timeout, boolean readOnly)
      throws Exception {
    return manager.begin(name, timeout, readOnly);
  }

  @Override
  public void commit() throws Exception {
    manager.commit();
  }

  @Override
  public void rollback() throws Exception {
    manager.rollback();
  }

  @Override
  public @Nullable EngineTransaction current() throws Exception {
    return manager.getTransaction();
  }

  @Override
  public boolean isActive() {
    return manager.hasTransaction();
  }

  @Override
  public void suspend() throws Exception {
    manager.suspend();
  }

  @Override
  public void resume(Transaction transaction) throws Exception {
    manager.resume(transaction);
  }

  @Override
  public void leftUnfinished() {
    leftUnfinished.run();
  }
}
