package dev.tutti.app.soak;

import java.util.concurrent.atomic.AtomicLong;

/** Takes the next number and writes it until it is written. */
final class Writer implements Runnable {

  private final SoakSystem system;
  private final AtomicLong next;
  private final long last;
  private final Tally tally;

  Writer(SoakSystem system, AtomicLong next, long last, Tally tally) {
    this.system = system;
    this.next = next;
    this.last = last;
    this.tally = tally;
  }

  @Override
  public void run() {
    for (long id = next.incrementAndGet(); id <= last; id = next.incrementAndGet()) {
      boolean written = false;
      while (!written) {
        try {
          tally.count(system.write(id));
          written = true;
        } catch (Exception e) {
          tally.count(e);
          Pause.briefly();
        }
      }
    }
  }
}
