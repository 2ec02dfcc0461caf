package dev.tutti.tm.spi;

/**
 * The one place from which logs, charts and metrics come. Called on the thread that does the work:
 * it must return quickly. What it throws is swallowed and counted, never passed to the transaction.
 */
@FunctionalInterface
public interface TransactionEventListener {

  /**
   * Something happened.
   *
   * @param event what
   */
  void on(TransactionEvent event);
}
