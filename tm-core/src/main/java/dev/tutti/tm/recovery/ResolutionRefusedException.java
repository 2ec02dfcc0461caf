package dev.tutti.tm.recovery;

/** An operator's decision is not carried out; nothing was changed. The message says why. */
public final class ResolutionRefusedException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message why, and what to do
   */
  public ResolutionRefusedException(String message) {
    super(message);
  }
}
