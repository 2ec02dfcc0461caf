package dev.tutti.app.orders;

import dev.tutti.tm.transactional.TransactionOptions;
import jakarta.transaction.Transactional;

/** Orders that need a word from a partner. */
public interface SlowOrders {

  /** Somebody who takes time. */
  @FunctionalInterface
  interface Partner {
    /**
     * Asks.
     *
     * @throws Exception if the answer is no
     */
    void ask() throws Exception;
  }

  /**
   * Places an order, then asks a partner, all within a second.
   *
   * @param order the order
   * @param partner asked while the transaction waits
   * @throws Exception if a source or the partner refuses, or it takes longer
   */
  @Transactional(rollbackOn = Exception.class)
  @TransactionOptions(timeout = "PT1S", name = "an order with a partner")
  void placeWith(Order order, Partner partner) throws Exception;
}
