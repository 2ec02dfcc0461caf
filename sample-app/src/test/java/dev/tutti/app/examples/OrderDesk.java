package dev.tutti.app.examples;

import jakarta.transaction.Transactional;

/** What every example does: a row in each of two databases and a message, or nothing. */
public interface OrderDesk {

  /** Item that is refused after everything was written. */
  String REFUSED = "refused";

  @Transactional(rollbackOn = Exception.class)
  void place(long id, String item) throws Exception;

  /** The last thing that every example does. */
  static void check(String item) {
    if (item.equals(REFUSED)) {
      throw new IllegalArgumentException("nobody wants this");
    }
  }
}
