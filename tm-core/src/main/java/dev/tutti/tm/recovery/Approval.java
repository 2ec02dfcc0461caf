package dev.tutti.tm.recovery;

/**
 * Who wants a plan performed, and why. Immutable.
 *
 * @param who the person, for the history; 1 to 200 characters
 * @param reason why; required with force; at most 1000 characters
 * @param force whether a plan that can mix outcomes may be performed
 */
public record Approval(String who, String reason, boolean force) {

  private static final int MAX_WHO = 200;
  private static final int MAX_REASON = 1000;

  /**
   * Validates.
   *
   * @param who see the component
   * @param reason see the component
   * @param force see the component
   */
  public Approval {
    if (who.isBlank() || who.length() > MAX_WHO) {
      throw new IllegalArgumentException("who decides is 1 to " + MAX_WHO + " characters");
    }
    if (reason.length() > MAX_REASON) {
      throw new IllegalArgumentException("a reason has at most " + MAX_REASON + " characters");
    }
    if (force && reason.isBlank()) {
      throw new IllegalArgumentException("force needs a reason: the history keeps it");
    }
  }
}
