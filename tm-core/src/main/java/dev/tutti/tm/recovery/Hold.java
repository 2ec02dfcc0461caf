package dev.tutti.tm.recovery;

/**
 * Something besides a transaction that forbids recovery to conclude, until an operator resolves it.
 * Immutable.
 *
 * @param id what to resolve
 * @param kind what it is
 * @param reason what is known of it; one line
 */
public record Hold(String id, Kind kind, String reason) {

  /** What can hold. */
  public enum Kind {
    /** A log record that cannot be read. Its bytes are kept. */
    UNREADABLE_RECORD,
    /** A start of the store that the log knows nothing of. */
    UNKNOWN_START,
    /** A resource that is another server than before. */
    CHANGED_SERVER,
    /** A last resource that may hold decisions and is not configured any more. */
    MISSING_LAST_RESOURCE
  }

  /**
   * Whether it holds the recovery of one resource.
   *
   * @param resource its name
   * @return true for a changed server of this name
   */
  public boolean isOf(String resource) {
    return kind == Kind.CHANGED_SERVER && id.equals("server-" + resource);
  }
}
