package dev.tutti.tm.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transaction outlived its timeout before it was decided: nothing happened, and no handle of it
 * does anything any more.
 */
public final class TransactionTimeoutException extends TuttiException {

  private static final long serialVersionUID = 1L;

  /**
   * Made by the transaction system.
   *
   * @param message what happened, where, what to do
   * @param transactionId the transaction, empty if none was begun
   * @param branches what each branch did
   * @param cause the reason, if one is known
   */
  public TransactionTimeoutException(
      String message,
      String transactionId,
      List<BranchOutcome> branches,
      @Nullable Throwable cause) {
    super(message, transactionId, branches, cause);
  }
}
