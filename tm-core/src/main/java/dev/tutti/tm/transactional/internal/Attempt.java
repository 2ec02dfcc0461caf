package dev.tutti.tm.transactional.internal;

import dev.tutti.tm.branch.LiveTransaction;
import dev.tutti.tm.spi.TransactionEvent.Ending;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a method in a transaction of its own.
 *
 * @param live the transaction; null if none could be begun
 * @param value what the method returned
 * @param thrown what it threw, or why its transaction failed
 */
record Attempt(@Nullable LiveTransaction live, @Nullable Object value, @Nullable Throwable thrown) {

  /**
   * Whether the same work may succeed when it is repeated: another transaction was in the way, and
   * nothing of this one is left anywhere. A timeout, a heuristic or an unknown outcome is none.
   */
  boolean isConflict() {
    return thrown != null
        && live != null
        && live.isFinished()
        && live.ending() == Ending.ROLLED_BACK
        && live.outcomes().stream().noneMatch(b -> b.state().isPending())
        && live.isConflict(thrown);
  }

  @Nullable Object answer() throws Throwable {
    if (thrown != null) {
      throw thrown;
    }
    return value;
  }
}
