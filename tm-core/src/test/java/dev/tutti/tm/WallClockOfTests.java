package dev.tutti.tm;

import java.util.function.LongSupplier;

/** Gives a system a wall clock of its own: what it decides then was decided long ago. */
public final class WallClockOfTests {

  private WallClockOfTests() {}

  /** Milliseconds since 1970. */
  public static TransactionSystem.Builder set(
      TransactionSystem.Builder builder, LongSupplier wall) {
    return builder.clock(wall);
  }
}
