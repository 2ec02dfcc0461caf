package dev.tutti.tm.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resource decided by itself, or lost what it had promised: {@link #branches()} tells what each
 * did. The log keeps the transaction until an operator settles it.
 */
public final class HeuristicOutcomeException extends TuttiException {

  private static final long serialVersionUID = 1L;

  /**
   * Made by the transaction system.
   *
   * @param message what happened, where, what to do
   * @param transactionId the transaction, empty if none was begun
   * @param branches what each branch did
   * @param cause the reason, if one is known
   */
  public HeuristicOutcomeException(
      String message,
      String transactionId,
      List<BranchOutcome> branches,
      @Nullable Throwable cause) {
    super(message, transactionId, branches, cause);
  }
}
