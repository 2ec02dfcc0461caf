package dev.tutti.app.orders;

import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/** Remembers what was tried. */
public interface Audit {

  /**
   * Writes a line in a transaction of its own: it stays, whatever becomes of the caller's.
   *
   * @param orderId the order that it is about
   * @param line what was tried
   * @throws Exception if the database refuses
   */
  @Transactional(value = TxType.REQUIRES_NEW, rollbackOn = Exception.class)
  void write(long orderId, String line) throws Exception;
}
