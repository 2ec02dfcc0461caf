package dev.tutti.tm.narayana;

import dev.tutti.tm.branch.LiveTransaction;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;

/**
 * Our place in the engine's order: after every other before-completion, before every other after.
 */
final class Completion implements Synchronization {

  private final LiveTransaction live;
  private final Runnable over;

  Completion(LiveTransaction live, Runnable over) {
    this.live = live;
    this.over = over;
  }

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
  public void afterCompletion(int status) {
    live.finish(status == Status.STATUS_COMMITTED);
    over.run();
  }
}
