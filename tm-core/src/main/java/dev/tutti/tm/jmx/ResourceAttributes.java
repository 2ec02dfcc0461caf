package dev.tutti.tm.jmx;

import dev.tutti.tm.recovery.PhaseTimes;
import dev.tutti.tm.recovery.ResourceVitals;

/**
 * One resource of a running system, for an MBean server. Immutable.
 *
 * @param name as configured
 * @param guarantee the name of what it promises
 * @param reachable whether it answered recovery when it was asked last
 * @param inDoubt branches of this node that it holds, as the last pass left them
 * @param prepareCount how often it voted
 * @param prepareTotal the time of all votes together; seconds
 * @param commitCount how often it committed
 * @param commitTotal the time of all commits together; seconds
 * @param rollbackCount how often it rolled back
 * @param rollbackTotal the time of all rollbacks together; seconds
 */
public record ResourceAttributes(
    String name,
    String guarantee,
    boolean reachable,
    int inDoubt,
    long prepareCount,
    double prepareTotal,
    long commitCount,
    double commitTotal,
    long rollbackCount,
    double rollbackTotal) {

  private static final double SECOND = 1e9;

  static ResourceAttributes of(ResourceVitals vitals) {
    return new ResourceAttributes(
        vitals.name(),
        vitals.guarantee().name(),
        vitals.unreachable().isEmpty(),
        vitals.inDoubt(),
        vitals.prepare().count(),
        seconds(vitals.prepare()),
        vitals.commit().count(),
        seconds(vitals.commit()),
        vitals.rollback().count(),
        seconds(vitals.rollback()));
  }

  private static double seconds(PhaseTimes times) {
    return times.totalNanos() / SECOND;
  }
}
