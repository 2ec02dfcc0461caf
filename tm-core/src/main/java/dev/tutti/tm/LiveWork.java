package dev.tutti.tm;

import dev.tutti.tm.narayana.NarayanaEngine;
import dev.tutti.tm.recovery.internal.RecoveryThread;
import dev.tutti.tm.recovery.internal.Work;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What runs in this process, as recovery sees it. Thread-safe. */
final class LiveWork implements Work {

  private final NarayanaEngine engine;
  private volatile @Nullable RecoveryThread recovering;

  LiveWork(NarayanaEngine engine) {
    this.engine = engine;
  }

  void recoveredBy(RecoveryThread thread) {
    recovering = thread;
  }

  @Override
  public int live() {
    return engine.liveCount();
  }

  @Override
  public void stopAccepting() {
    engine.refuse("this node is drained and begins no more transactions: use another one");
  }

  @Override
  public Optional<String> refusing() {
    return engine.refusing();
  }

  @Override
  public boolean recovers() {
    RecoveryThread thread = recovering;
    return thread != null && thread.isAlive();
  }
}
