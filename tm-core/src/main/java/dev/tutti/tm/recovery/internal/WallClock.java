package dev.tutti.tm.recovery.internal;

/** Stamps for people to read; nothing is compared with them. */
final class WallClock {

  private WallClock() {}

  static long millis() {
    return System.currentTimeMillis();
  }
}
