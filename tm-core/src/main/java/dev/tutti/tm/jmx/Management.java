package dev.tutti.tm.jmx;

import dev.tutti.tm.recovery.OutcomeCounts;
import dev.tutti.tm.recovery.RecoveryAdmin;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.recovery.Vitals;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

/** The bean of a running system, in the platform's server until it is closed. Thread-safe. */
public final class Management implements TransactionSystemMXBean, AutoCloseable {

  private final RecoveryAdmin admin;
  private final ObjectName name;

  private Management(RecoveryAdmin admin, ObjectName name) {
    this.admin = admin;
    this.name = name;
  }

  /**
   * Registers it.
   *
   * @param admin of the running system
   * @return closed to take it back
   * @throws IllegalStateException if there is one of this name
   */
  public static Management register(RecoveryAdmin admin) {
    try {
      ObjectName name =
          new ObjectName("dev.tutti:type=TransactionSystem,node=" + admin.vitals().node());
      Management bean = new Management(admin, name);
      ManagementFactory.getPlatformMBeanServer().registerMBean(bean, name);
      return bean;
    } catch (JMException e) {
      throw new IllegalStateException("tm.jmx: the bean cannot be registered: " + e, e);
    }
  }

  private Vitals vitals() {
    return admin.vitals();
  }

  @Override
  public String getNode() {
    return vitals().node();
  }

  @Override
  public long getStartedAtMillis() {
    return vitals().startedAtMillis();
  }

  @Override
  public boolean isLive() {
    return admin.health().live().ok();
  }

  @Override
  public boolean isReady() {
    return admin.health().ready().ok();
  }

  @Override
  public List<String> getReasons() {
    Set<String> reasons = new LinkedHashSet<>(admin.health().live().reasons());
    reasons.addAll(admin.health().ready().reasons());
    return List.copyOf(reasons);
  }

  @Override
  public int getTransactionsRunning() {
    return vitals().running();
  }

  @Override
  public Map<String, Long> getTransactions() {
    OutcomeCounts counts = vitals().outcomes();
    Map<String, Long> map = new LinkedHashMap<>();
    map.put("committed", counts.committed());
    map.put("committed_pending", counts.committedPending());
    map.put("rolled_back", counts.rolledBack());
    map.put("timed_out", counts.timedOut());
    map.put("heuristic", counts.heuristic());
    map.put("unknown", counts.unknown());
    return map;
  }

  @Override
  public int getInDoubt() {
    return vitals().doubt().transactions();
  }

  @Override
  public double getInDoubtOldest() {
    return vitals().doubt().oldestMillis() / 1e3;
  }

  @Override
  public int getHeld() {
    Vitals vitals = vitals();
    return vitals.doubt().needOperator() + vitals.recovery().holds().size();
  }

  @Override
  public List<ResourceAttributes> getResources() {
    return vitals().resources().stream().map(ResourceAttributes::of).toList();
  }

  @Override
  public int getLogRecords() {
    return vitals().log().records();
  }

  @Override
  public long getLogBytes() {
    return vitals().log().writtenBytes();
  }

  @Override
  public long getLogForces() {
    return vitals().log().forces();
  }

  @Override
  public long getLogSize() {
    return vitals().log().sizeBytes();
  }

  @Override
  public long getLogFree() {
    return vitals().log().freeBytes().orElse(-1L);
  }

  @Override
  public long getRecoveryPasses() {
    return vitals().recovery().passes();
  }

  @Override
  public Map<String, Long> getRecoveryBranches() {
    Vitals vitals = vitals();
    Map<String, Long> map = new LinkedHashMap<>();
    map.put("committed", vitals.recovery().committed());
    map.put("rolled_back", vitals.recovery().rolledBack());
    return map;
  }

  @Override
  public String scan() {
    RecoveryReport report = admin.scan();
    return report.committed()
        + " branches committed, "
        + report.rolledBack()
        + " rolled back; "
        + report.remaining().size()
        + " transactions in doubt, "
        + report.held().size()
        + " held, "
        + report.unreachable().size()
        + " resources unreachable";
  }

  @Override
  public void close() {
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      // Somebody has taken it away.
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }
}
