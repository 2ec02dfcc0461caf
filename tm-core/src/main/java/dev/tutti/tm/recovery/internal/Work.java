package dev.tutti.tm.recovery.internal;

/** The transactions that run in this process, as recovery sees them. */
public interface Work {

  /**
   * How many run.
   *
   * @return the number now
   */
  int live();

  /** From now on none begins. */
  void stopAccepting();
}
