package dev.tutti.xa.jms;

import dev.tutti.tm.spi.Enlistment;
import jakarta.jms.JMSContext;
import jakarta.jms.Session;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The session of one transaction: what was opened on it, how it is unstuck, how it is released. */
final class JmsBranch {

  private final String resource;
  private final Enlistment enlistment;
  private final XaSession session;
  private final Queue<AutoCloseable> opened = new ConcurrentLinkedQueue<>();

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

  /** Remembers a consumer, producer or browser, so that the session goes back as it came. */
  void opened(AutoCloseable part) {
    opened.add(part);
  }

  /**
   * Closing its consumers gets a thread out of a receive. It also asks the broker, and the caller
   * must not wait for that: hence a thread.
   */
  void cancel() {
    Thread closer = new Thread(this::closeParts, "tutti-jms-cancel-" + resource);
    closer.setDaemon(true);
    closer.start();
  }

  void abort() {
    session.cut();
  }

  /** Closes what the transaction opened on the session. */
  boolean closeParts() {
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
