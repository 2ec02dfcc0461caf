package dev.tutti.xa.timeout;

import java.util.concurrent.CountDownLatch;

/** What the database calls from inside a statement: it stays there until it is told. */
public final class Stall {

  private static volatile CountDownLatch inside = new CountDownLatch(1);
  private static volatile CountDownLatch go = new CountDownLatch(1);

  private Stall() {}

  static void reset() {
    inside = new CountDownLatch(1);
    go = new CountDownLatch(1);
  }

  static void awaitInside() throws InterruptedException {
    inside.await();
  }

  static void go() {
    go.countDown();
  }

  /** The database's function: it returns normally, however late. */
  public static int stall(int value) {
    inside.countDown();
    boolean interrupted = false;
    while (true) {
      try {
        go.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return value;
  }
}
