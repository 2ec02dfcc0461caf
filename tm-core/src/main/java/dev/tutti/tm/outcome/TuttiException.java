package dev.tutti.tm.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every outcome of a write that is not a {@link Receipt}. Sealed, so that a caller can treat all of
 * them. A business exception is never replaced by one of these: it is thrown itself, and the one of
 * this tree is suppressed under it.
 */
public abstract sealed class TuttiException extends RuntimeException
    permits RolledBackException,
        TransactionTimeoutException,
        HeuristicOutcomeException,
        TransactionSystemException,
        KeyConflictException,
        KeyInDoubtException {

  private static final long serialVersionUID = 1L;

  private final String transactionId;
  private final transient List<BranchOutcome> branches;

  TuttiException(
      String message,
      String transactionId,
      List<BranchOutcome> branches,
      @Nullable Throwable cause) {
    super(message, cause);
    this.transactionId = transactionId;
    this.branches = List.copyOf(branches);
  }

  /**
   * The transaction this is about.
   *
   * @return its id as the log, the events and the recovery admin show it; empty if none was begun
   */
  public final String transactionId() {
    return transactionId;
  }

  /**
   * What each branch did.
   *
   * @return the branches, possibly none; none after deserialization
   */
  @SuppressWarnings("RedundantNullCheck")
  public final List<BranchOutcome> branches() {
    return branches == null ? List.of() : branches;
  }
}
