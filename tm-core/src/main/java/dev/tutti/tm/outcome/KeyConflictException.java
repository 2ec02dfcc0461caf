package dev.tutti.tm.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency key was committed before with other content. Nothing was written now. {@link
 * #transactionId()} is the transaction that holds the key.
 */
public final class KeyConflictException extends TuttiException {

  private static final long serialVersionUID = 1L;

  /**
   * Made by the transaction system.
   *
   * @param message what happened, where, what to do
   * @param transactionId the transaction, empty if none was begun
   * @param branches what each branch did
   * @param cause the reason, if one is known
   */
  public KeyConflictException(
      String message,
      String transactionId,
      List<BranchOutcome> branches,
      @Nullable Throwable cause) {
    super(message, transactionId, branches, cause);
  }
}
