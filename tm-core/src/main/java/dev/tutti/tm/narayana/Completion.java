package dev.tutti.tm.narayana;

import dev.tutti.tm.branch.LiveTransaction;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * Our place in the engine's order (JTA 2.0, section 3.3.2). The engine calls interposed
 * synchronizations in the order of their registration, and this one is the first; so it asks the
 * volatile branches from a second one that it registers behind all others.
 */
final class Completion implements Synchronization {

  private final LiveTransaction live;
  private final TransactionSynchronizationRegistry registry;

  Completion(LiveTransaction live, TransactionSynchronizationRegistry registry) {
    this.live = live;
    this.registry = registry;
  }

  @Override
  public void beforeCompletion() {
    registry.registerInterposedSynchronization(new AskVolatiles(live));
  }

  @Override
  public void afterCompletion(int status) {
    live.finish(status == Status.STATUS_COMMITTED);
  }

  /** Comes after everything that may still use a handle. */
  private record AskVolatiles(LiveTransaction live) implements Synchronization {

    @Override
    public void beforeCompletion() {
      try {
        live.beforeCompletion();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e.getMessage(), e);
      }
    }

    @Override
    public void afterCompletion(int status) {}
  }
}
