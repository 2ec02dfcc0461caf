package dev.tutti.tm.branch;

import jakarta.transaction.Transaction;

/** Internal: a JTA transaction of our engine, with its live side. */
public interface EngineTransaction extends Transaction {

  /**
   * The live side.
   *
   * @return the same for each call
   */
  LiveTransaction live();
}
