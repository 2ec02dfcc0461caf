package dev.tutti.tm.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency key is held by an attempt whose outcome is not known yet; nothing was written
 * now. Try again when recovery has finished that attempt.
 */
public final class KeyInDoubtException extends TuttiException {

  private static final long serialVersionUID = 1L;

  /**
   * Made by the transaction system.
   *
   * @param message what happened, where, what to do
   * @param transactionId the transaction, empty if none was begun
   * @param branches what each branch did
   * @param cause the reason, if one is known
   */
  public KeyInDoubtException(
      String message,
      String transactionId,
      List<BranchOutcome> branches,
      @Nullable Throwable cause) {
    super(message, transactionId, branches, cause);
  }
}
