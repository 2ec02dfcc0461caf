package dev.tutti.tm.outcome;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proof of one atomic write. Immutable.
 *
 * @param <R> type of the result of the write
 * @param outcome how it succeeded
 * @param transactionId the transaction that wrote it; for a duplicate, the one that did before
 * @param value what the operation returned; null for a duplicate, or where it returned null
 * @param branches what each resource did; empty for a duplicate
 * @param elapsed from the call to the outcome
 */
public record Receipt<R extends @Nullable Object>(
    Outcome outcome,
    String transactionId,
    @Nullable R value,
    List<BranchOutcome> branches,
    Duration elapsed) {

  /**
   * Validates and copies.
   *
   * @param outcome see the component
   * @param transactionId see the component
   * @param value see the component
   * @param branches see the component
   * @param elapsed see the component
   */
  public Receipt {
    branches = List.copyOf(branches);
  }

  /**
   * The result of the operation, absent for a duplicate.
   *
   * @return the result
   */
  public Optional<R> result() {
    return Optional.ofNullable(value);
  }

  /**
   * The branches that recovery still has to finish.
   *
   * @return the pending branches, empty unless the outcome is {@link Outcome#COMMITTED_PENDING}
   */
  public List<BranchOutcome> pending() {
    return branches.stream().filter(b -> b.state().isPending()).toList();
  }
}
