package dev.tutti.tm.recovery.internal;

import java.util.Optional;

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

  /**
   * Why none begins.
   *
   * @return empty if they do
   */
  Optional<String> refusing();

  /**
   * Whether the thread that recovers by itself lives.
   *
   * @return false also if none was started
   */
  boolean recovers();
}
