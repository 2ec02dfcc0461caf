package dev.tutti.xa.jdbc;

/** Tells other modules' tests what a pool has out. */
public final class PoolGauge {

  private PoolGauge() {}

  /** How many connections are in use, branches that are kept included. */
  public static long inUse(JdbcResource resource) {
    return resource.connectionsInUse();
  }
}
