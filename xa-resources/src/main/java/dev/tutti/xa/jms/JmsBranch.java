package dev.tutti.xa.jms;

import dev.tutti.tm.spi.Enlistment;
import jakarta.jms.JMSContext;
import jakarta.jms.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The session of one transaction: what was opened on it, how it is unstuck, how it is released. */
final class JmsBranch {

  private static final Logger LOG = System.getLogger(JmsBranch.class.getName());

  private final String resource;
  private final Enlistment enlistment;
  private final XaSession session;
  private final Queue<AutoCloseable> opened = new ConcurrentLinkedQueue<>();
  private boolean cancelled;
  private boolean disarmed;

  JmsBranch(String resource, Enlistment enlistment, XaSession session) {
    this.resource = resource;
    this.enlistment = enlistment;
    this.session = session;
  }

  String resource() {
    return resource;
  }

  Enlistment enlistment() {
    return enlistment;
  }

  JMSContext context() {
    return Gated.context(this, session.context());
  }

  Session session() {
    return Gated.wrap(this, Session.class, session.session());
  }

  /** A failure of the driver, with its reason if that is the lost connection. */
  Throwable explained(Throwable failure) {
    if (session.isLost()) {
      ArtemisFailures.blameConnection(resource, failure);
    }
    return failure;
  }

  /** Remembers a consumer, producer or browser, so that the session goes back as it came. */
  void opened(AutoCloseable part) {
    opened.add(part);
  }

  /**
   * Closing its consumers gets a thread out of a receive. It also asks the broker, and the caller
   * must not wait for that: hence a thread.
   */
  synchronized void cancel() {
    if (disarmed) {
      return;
    }
    cancelled = true;
    Thread closer = new Thread(this::closeParts, "tutti-jms-cancel-" + resource);
    closer.setDaemon(true);
    try {
      closer.start();
    } catch (OutOfMemoryError e) {
      // No thread to be had: the abort comes next, and needs none.
      LOG.log(Level.DEBUG, resource + ": a stuck receive could not be cancelled", e);
    }
  }

  synchronized void abort() {
    if (!disarmed) {
      session.cut();
    }
  }

  /**
   * The session is about to be somebody else's: from now on neither cancel nor abort touches it.
   *
   * @return whether it may be used again; not after a cancel, which may still be closing its parts
   */
  boolean release() {
    boolean again;
    synchronized (this) {
      disarmed = true;
      again = !cancelled;
    }
    return closeParts() && again;
  }

  /** Closes what the transaction opened on the session. */
  private boolean closeParts() {
    boolean clean = true;
    for (AutoCloseable part = opened.poll(); part != null; part = opened.poll()) {
      try {
        part.close();
      } catch (Exception e) {
        clean = false;
      }
    }
    return clean;
  }
}
