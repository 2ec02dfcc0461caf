package dev.tutti.tm.sync;

import dev.tutti.tm.branch.Answers;
import dev.tutti.tm.branch.LiveTransaction;
import dev.tutti.tm.outcome.BranchOutcome;
import dev.tutti.tm.outcome.HeuristicOutcomeException;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.outcome.TransactionSystemException;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.outcome.TuttiException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Internal: puts the end of a transaction into the words of the facade. */
public final class Outcomes {

  private Outcomes() {}

  /**
   * How it succeeded.
   *
   * @param live a finished transaction
   * @return empty if it did not succeed
   */
  public static Optional<Outcome> success(LiveTransaction live) {
    return switch (live.ending()) {
      case COMMITTED -> Optional.of(Outcome.COMMITTED);
      case COMMITTED_PENDING -> Optional.of(Outcome.COMMITTED_PENDING);
      default -> Optional.empty();
    };
  }

  /**
   * Why it did not succeed.
   *
   * @param live a finished transaction
   * @param thrown what the engine threw, if it did
   * @return the exception of the tree
   */
  public static TuttiException failure(LiveTransaction live, @Nullable Throwable thrown) {
    List<BranchOutcome> branches = live.outcomes();
    Optional<LiveTransaction.Refusal> refusal = live.refusal();
    Throwable cause = refusal.map(LiveTransaction.Refusal::cause).orElse(thrown);
    String why = refusal.map(Outcomes::line).orElseGet(() -> line(thrown));
    return switch (live.ending()) {
      case TIMED_OUT ->
          new TransactionTimeoutException(
              text(live, "it timed out and was rolled back: nothing of it was written"),
              live.id(),
              branches,
              cause);
      case HEURISTIC ->
          new HeuristicOutcomeException(
              text(
                  live,
                  "a source decided by itself: "
                      + states(branches)
                      + ". The decision stays in the log until an operator settles it."),
              live.id(),
              branches,
              cause);
      case UNKNOWN ->
          new TransactionSystemException(
              text(
                  live,
                  "its outcome is not known ("
                      + why
                      + "). See what the sources hold, or repeat it under the same key, before writing"
                      + " again."),
              live.id(),
              branches,
              cause);
      default ->
          new RolledBackException(
              text(live, "it was rolled back: " + why), live.id(), branches, cause);
    };
  }

  /**
   * The same for who has only seen the transaction from inside.
   *
   * @param context a finished transaction
   * @param thrown what the engine threw, if it did
   * @return empty if it succeeded
   */
  public static Optional<TuttiException> failure(WriteContext context, @Nullable Throwable thrown) {
    return context instanceof LiveContext known && success(known.live()).isEmpty()
        ? Optional.of(failure(known.live(), thrown))
        : Optional.empty();
  }

  private static String states(List<BranchOutcome> branches) {
    return branches.stream()
        .map(b -> b.resource() + " " + b.state())
        .collect(Collectors.joining(", "));
  }

  static String text(LiveTransaction live, String what) {
    String name = live.name().isEmpty() ? "" : live.name() + " ";
    return name + "(transaction " + live.id() + "): " + what;
  }

  private static String line(LiveTransaction.Refusal refusal) {
    Throwable cause = refusal.cause();
    return refusal.resource()
        + ": "
        + refusal.reason()
        + (cause == null || refusal.reason().contains(": ") ? "" : ": " + line(cause));
  }

  static String line(@Nullable Throwable failure) {
    return failure == null ? "no reason was given" : Answers.describe(failure);
  }
}
