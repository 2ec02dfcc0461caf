package dev.tutti.tm.spi;

/** A handle was used after its transaction was over. Nothing of the call has any effect. */
public final class HandleClosedException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /**
   * Made by the transaction system.
   *
   * @param resource the resource of the handle
   * @param transactionId the transaction that is over
   * @param why why it is over, for example {@code it timed out after 30 s}
   */
  public HandleClosedException(String resource, String transactionId, String why) {
    super(
        resource
            + ": this handle belongs to transaction "
            + transactionId
            + " and is closed ("
            + why
            + "); nothing was done. Take a handle from the transaction that is active now.");
  }
}
