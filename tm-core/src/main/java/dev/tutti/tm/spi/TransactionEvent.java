package dev.tutti.tm.spi;

import dev.tutti.tm.outcome.BranchOutcome;
import java.time.Duration;
import java.util.List;

/** What happens to transactions, in the order in which it happens. Immutable. */
public sealed interface TransactionEvent {

  /**
   * A transaction began.
   *
   * @param transactionId the transaction
   * @param name what the caller calls it, for people; may be empty
   * @param timeout after which it is rolled back
   */
  record Begun(String transactionId, String name, Duration timeout) implements TransactionEvent {}

  /**
   * A resource joined.
   *
   * @param transactionId the transaction
   * @param resource its name
   */
  record Enlisted(String transactionId, String resource) implements TransactionEvent {}

  /**
   * A resource voted.
   *
   * @param transactionId the transaction
   * @param resource its name
   * @param yes whether it can commit
   * @param took the time of the first phase
   * @param detail why it said no, or {@code read-only}; empty for a plain yes
   */
  record Prepared(String transactionId, String resource, boolean yes, Duration took, String detail)
      implements TransactionEvent {}

  /**
   * The decision stands: for a commit, its record is durable.
   *
   * @param transactionId the transaction
   * @param commit true for commit, false for rollback
   */
  record Decided(String transactionId, boolean commit) implements TransactionEvent {}

  /**
   * The transaction is over for its caller.
   *
   * @param transactionId the transaction
   * @param ending how
   * @param branches what each resource did
   * @param took since it began
   */
  record Completed(String transactionId, Ending ending, List<BranchOutcome> branches, Duration took)
      implements TransactionEvent {}

  /** How a transaction ended for its caller. */
  enum Ending {
    /** Everywhere. */
    COMMITTED,
    /** Decided; recovery finishes a branch. */
    COMMITTED_PENDING,
    /** Nowhere. */
    ROLLED_BACK,
    /** Nowhere, by the timeout. */
    TIMED_OUT,
    /** A resource decided by itself. */
    HEURISTIC,
    /** Nobody knows yet. */
    UNKNOWN
  }

  /**
   * Recovery leaves something alone that only an operator may settle.
   *
   * @param subject the transaction, the resource or the record that is held
   * @param reason why, and what to do
   */
  record Held(String subject, String reason) implements TransactionEvent {}

  /**
   * Recovery finished a branch.
   *
   * @param transactionId the transaction
   * @param resource its name
   * @param commit true if it was committed, false if rolled back
   * @param detail how it was known
   */
  record Recovered(String transactionId, String resource, boolean commit, String detail)
      implements TransactionEvent {}

  /**
   * A resource stopped or began to answer recovery.
   *
   * @param resource its name
   * @param reachable whether it answers now
   * @param reason why not; empty when it answers
   */
  record Reachability(String resource, boolean reachable, String reason)
      implements TransactionEvent {}
}
