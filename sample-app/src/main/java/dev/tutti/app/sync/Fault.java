package dev.tutti.app.sync;

import dev.tutti.tm.outcome.BranchOutcome;
import dev.tutti.tm.outcome.HeuristicOutcomeException;
import dev.tutti.tm.outcome.KeyConflictException;
import dev.tutti.tm.outcome.KeyInDoubtException;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.outcome.TransactionSystemException;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.outcome.TuttiException;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.sql.SQLException;
import java.util.Arrays;
import javax.transaction.xa.XAException;
import org.jspecify.annotations.Nullable;

/**
 * Why a record was not written, for people.
 *
 * @param kind what it means for the others
 * @param text what is wrong, without where
 */
record Fault(Kind kind, String text) {

  /** What a fault means for the other records. */
  enum Kind {
    /** This record is wrong; others may be right. */
    REJECTED,
    /** A source does not answer: others would not be written either. */
    UNAVAILABLE,
    /** Recovery or an operator comes first. */
    IN_DOUBT
  }

  static Fault of(Throwable failure, String key) {
    ResourceUnavailableException unavailable = find(failure, ResourceUnavailableException.class);
    if (failure instanceof KeyConflictException conflict) {
      return rejected(
          "key '"
              + key
              + "' was written before with other content (transaction "
              + conflict.transactionId()
              + ")");
    }
    if (failure instanceof KeyInDoubtException) {
      return new Fault(
          Kind.IN_DOUBT,
          "key '"
              + key
              + "' is held by an earlier attempt that is still in doubt; run"
              + " `tutti recovery scan`, then sync again");
    }
    if (failure instanceof HeuristicOutcomeException heuristic) {
      return new Fault(
          Kind.IN_DOUBT,
          "a source decided by itself ("
              + branches(heuristic)
              + "); transaction "
              + heuristic.transactionId()
              + " waits for an operator: `tutti recovery scan`");
    }
    if (failure instanceof TransactionSystemException unknown && unavailable == null) {
      return new Fault(
          Kind.IN_DOUBT,
          "the outcome is not known ("
              + line(unknown.getMessage())
              + "); run `tutti recovery scan`, then sync again");
    }
    String target = target(failure);
    if (timedOut(failure)) {
      // No record can mend a source that hangs; what cutting it off looked like says nothing.
      return new Fault(
          Kind.UNAVAILABLE, target + "a source hangs: the write took longer than tm.timeout");
    }
    SQLException sql = find(failure, SQLException.class);
    if (unavailable != null) {
      return new Fault(Kind.UNAVAILABLE, line(unavailable.getMessage()));
    }
    if (sql != null && isGone(String.valueOf(sql.getSQLState()))) {
      return new Fault(Kind.UNAVAILABLE, "a database cannot be reached: " + line(sql.getMessage()));
    }
    if (failure instanceof RolledBackException rolledBack
        && rolledBack.getCause() instanceof XAException refused
        && refused.errorCode == XAException.XAER_RMFAIL) {
      return new Fault(
          Kind.UNAVAILABLE, "a source cannot be reached: " + line(failure.getMessage()));
    }
    if (sql != null) {
      return rejected(target + SqlWords.of(sql));
    }
    Throwable root =
        failure instanceof TuttiException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return rejected(line(root.getMessage() == null ? root.toString() : root.getMessage()));
  }

  /** The facade throws what a target threw, and says under it how the transaction ended. */
  private static boolean timedOut(Throwable failure) {
    return failure instanceof TransactionTimeoutException
        || Arrays.stream(failure.getSuppressed())
            .anyMatch(TransactionTimeoutException.class::isInstance);
  }

  /** A connection that is lost, or ended by a server that stops. */
  private static boolean isGone(String state) {
    return state.startsWith("08") || state.startsWith("57P0") || state.equals("70100");
  }

  private static Fault rejected(String text) {
    return new Fault(Kind.REJECTED, text);
  }

  private static String target(Throwable failure) {
    TargetException named = find(failure, TargetException.class);
    return named == null ? "" : named.target() + ": ";
  }

  private static String branches(TuttiException failure) {
    StringBuilder text = new StringBuilder();
    for (BranchOutcome branch : failure.branches()) {
      text.append(text.length() == 0 ? "" : ", ");
      text.append(branch.resource()).append(' ').append(branch.state());
    }
    return text.toString();
  }

  static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < 20; depth++) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }

  static String line(@Nullable String text) {
    return text == null ? "" : text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }
}
