package dev.tutti.app.admin;

/** Nobody answers for the node now. The message says since when, and why. */
public final class NodeAwayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message one line
   */
  public NodeAwayException(String message) {
    super(message);
  }
}
