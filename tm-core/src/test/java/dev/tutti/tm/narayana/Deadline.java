package dev.tutti.tm.narayana;

import jakarta.transaction.TransactionManager;

/** Lets the deadline of the calling thread's transaction pass now, as its watch would. */
public final class Deadline {

  private Deadline() {}

  public static void pass(TransactionManager manager) throws Exception {
    JtaTransaction transaction = (JtaTransaction) manager.getTransaction();
    Thread watch =
        new Thread(
            () -> {
              if (transaction.live().expire()) {
                transaction.cancel();
              }
            });
    watch.start();
    watch.join();
  }
}
