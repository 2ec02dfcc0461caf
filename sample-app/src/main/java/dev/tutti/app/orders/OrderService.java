package dev.tutti.app.orders;

import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/**
 * Orders, in two databases, a queue and a cache. Its annotations count where it is wired with
 * {@code TransactionSystem.transactional}.
 */
public interface OrderService {

  /**
   * Places an order in every source: in the caller's transaction if there is one.
   *
   * @param order the order
   * @throws OutOfStockException if there is not enough; nothing is written but the audit
   * @throws Exception if a source refuses; nothing is written but the audit
   */
  @Transactional(rollbackOn = Exception.class)
  void place(Order order) throws Exception;

  /**
   * Takes an order back: receives its message, if nobody has, and deletes what it has written.
   *
   * @param id the order's
   * @return whether there was one
   * @throws Exception if a source refuses; nothing is changed
   */
  @Transactional(rollbackOn = Exception.class)
  boolean cancel(long id) throws Exception;

  /**
   * Looks at what is committed, whatever transaction the caller has.
   *
   * @param id the order's
   * @return what each source holds of it
   * @throws Exception if a source cannot be read
   */
  @Transactional(TxType.NOT_SUPPORTED)
  Holdings holdings(long id) throws Exception;
}
