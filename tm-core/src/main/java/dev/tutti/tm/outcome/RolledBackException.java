package dev.tutti.tm.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Nothing happened: every branch has rolled back, or will be rolled back by recovery. The cause is
 * what refused; {@link #branches()} names the resource and any rollback that is still pending.
 */
public final class RolledBackException extends TuttiException {

  private static final long serialVersionUID = 1L;

  /**
   * Made by the transaction system.
   *
   * @param message what happened, where, what to do
   * @param transactionId the transaction, empty if none was begun
   * @param branches what each branch did
   * @param cause the reason, if one is known
   */
  public RolledBackException(
      String message,
      String transactionId,
      List<BranchOutcome> branches,
      @Nullable Throwable cause) {
    super(message, transactionId, branches, cause);
  }
}
