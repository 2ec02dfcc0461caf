package dev.tutti.tm.spi;

/**
 * What was found out about one thing that a guarantee depends on. Immutable.
 *
 * @param level how bad it is
 * @param check what was looked at, a few words
 * @param measured what was found, with its value; never a secret
 * @param fix exactly what to do: the statement, the setting, the key; empty if nothing is
 */
public record Finding(Level level, String check, String measured, String fix) {

  /** How bad it is. */
  public enum Level {
    /** As it should be. */
    PASS,
    /** It works, and something about it should be known or bettered. */
    WARN,
    /** The guarantee does not hold, or will not when it is needed. */
    FAIL
  }

  /**
   * As it should be.
   *
   * @param check what was looked at
   * @param measured what was found
   * @return the finding
   */
  public static Finding pass(String check, String measured) {
    return new Finding(Level.PASS, check, measured, "");
  }

  /**
   * To be known or bettered.
   *
   * @param check what was looked at
   * @param measured what was found
   * @param fix what to do
   * @return the finding
   */
  public static Finding warn(String check, String measured, String fix) {
    return new Finding(Level.WARN, check, measured, fix);
  }

  /**
   * The guarantee does not hold.
   *
   * @param check what was looked at
   * @param measured what was found
   * @param fix what to do
   * @return the finding
   */
  public static Finding fail(String check, String measured, String fix) {
    return new Finding(Level.FAIL, check, measured, fix);
  }
}
