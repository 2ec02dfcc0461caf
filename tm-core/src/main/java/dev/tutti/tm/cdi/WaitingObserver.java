package dev.tutti.tm.cdi;

import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** An observer that waits for its phase. What it throws is logged: it can change nothing. */
record WaitingObserver(
    TransactionPhase phase, ObserverMethod<? super Object> observer, Object event)
    implements Synchronization {

  private static final Logger LOG = System.getLogger(WaitingObserver.class.getName());

  @Override
  public void beforeCompletion() {
    if (phase == TransactionPhase.BEFORE_COMPLETION) {
      tell();
    }
  }

  @Override
  public void afterCompletion(int status) {
    boolean committed = status == Status.STATUS_COMMITTED;
    boolean now =
        switch (phase) {
          case AFTER_COMPLETION -> true;
          case AFTER_SUCCESS -> committed;
          case AFTER_FAILURE -> !committed;
          case BEFORE_COMPLETION, IN_PROGRESS -> false;
        };
    if (now) {
      tell();
    }
  }

  private void tell() {
    try {
      observer.notify(event);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "an observer of " + phase + " failed: " + observer, e);
    }
  }
}
