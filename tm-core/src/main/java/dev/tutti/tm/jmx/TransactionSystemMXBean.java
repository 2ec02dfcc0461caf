package dev.tutti.tm.jmx;

import java.util.List;
import java.util.Map;

/**
 * The running system in the platform's MBean server, as {@code
 * dev.tutti:type=TransactionSystem,node=NODE}. Reading an attribute asks no resource; what is in
 * doubt is as of the last recovery pass. Counts are since the start. What a decision needs is not
 * here: that is for the recovery admin.
 */
public interface TransactionSystemMXBean {

  /**
   * This node with its store.
   *
   * @return as it stands in every xid
   */
  String getNode();

  /**
   * When the system started.
   *
   * @return milliseconds since 1970-01-01 UTC
   */
  long getStartedAtMillis();

  /**
   * Whether the process works at all.
   *
   * @return false if it should be restarted
   */
  boolean isLive();

  /**
   * Whether it takes new work.
   *
   * @return false while something forbids it
   */
  boolean isReady();

  /**
   * What speaks against live and ready.
   *
   * @return one line for each reason
   */
  List<String> getReasons();

  /**
   * Transactions that run.
   *
   * @return the number now
   */
  int getTransactionsRunning();

  /**
   * Transactions that ended, by how they did.
   *
   * @return with the keys committed, committed_pending, rolled_back, timed_out, heuristic, unknown
   */
  Map<String, Long> getTransactions();

  /**
   * Transactions of this node in doubt.
   *
   * @return the number that the last pass left
   */
  int getInDoubt();

  /**
   * How long the oldest of them has been in doubt.
   *
   * @return seconds; 0 if there is none
   */
  double getInDoubtOldest();

  /**
   * What waits for an operator.
   *
   * @return transactions that do not end by themselves, and holds
   */
  int getHeld();

  /**
   * Each resource.
   *
   * @return in the order of registration
   */
  List<ResourceAttributes> getResources();

  /**
   * Decisions that are not finished.
   *
   * @return the number now, those of running transactions too
   */
  int getLogRecords();

  /**
   * Written to the decision log.
   *
   * @return bytes
   */
  long getLogBytes();

  /**
   * Forces of the disk by the decision log.
   *
   * @return the count
   */
  long getLogForces();

  /**
   * What the decision log occupies.
   *
   * @return bytes
   */
  long getLogSize();

  /**
   * Free on the disk of the decision log.
   *
   * @return bytes; -1 if it is not known
   */
  long getLogFree();

  /**
   * Recovery passes that ran to their end.
   *
   * @return the count
   */
  long getRecoveryPasses();

  /**
   * Branches that recovery finished, by how.
   *
   * @return with the keys committed, rolled_back
   */
  Map<String, Long> getRecoveryBranches();

  /**
   * Runs one recovery pass now and waits for it.
   *
   * @return what it did and left, in one line
   */
  String scan();
}
