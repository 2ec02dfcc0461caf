package dev.tutti.xa.testing;

/** The proxy's threads. */
final class Pump {

  private Pump() {}

  static Thread start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
