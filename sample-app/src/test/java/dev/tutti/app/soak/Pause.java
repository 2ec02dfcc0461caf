package dev.tutti.app.soak;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Between two attempts to reach a server that is away. */
final class Pause {

  private static final long NANOS = Duration.ofMillis(50).toNanos();

  private Pause() {}

  static void briefly() {
    LockSupport.parkNanos(NANOS);
  }
}
