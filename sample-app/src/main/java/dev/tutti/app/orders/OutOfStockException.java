package dev.tutti.app.orders;

/** There is not enough. Unchecked, so it rolls the transaction back. */
public final class OutOfStockException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OutOfStockException(String message) {
    super(message);
  }
}
