package dev.tutti.xa.jms;

/** Tells other modules' tests what a pool has out. */
public final class SessionGauge {

  private SessionGauge() {}

  /** How many sessions are in use. */
  public static int inUse(JmsResource resource) {
    SessionPool pool = resource.pool();
    return pool == null ? 0 : pool.inUse();
  }
}
