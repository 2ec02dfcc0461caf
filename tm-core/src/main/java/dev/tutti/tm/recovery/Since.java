package dev.tutti.tm.recovery;

/**
 * Since when something is in doubt, by the wall clock of the node that began it. For people:
 * nothing is decided by it. Immutable.
 *
 * @param epochMillis milliseconds since 1970-01-01 UTC; 0 where nobody knows
 * @param exact true for the moment of the decision; false for the start of the process that
 *     prepared it, which is before the transaction
 */
public record Since(long epochMillis, boolean exact) {

  /** Nobody knows. */
  public static final Since UNKNOWN = new Since(0, false);
}
