package dev.tutti.tm.recovery;

import dev.tutti.tm.outcome.Guarantee;
import java.util.List;
import java.util.Optional;

/**
 * One resource of a running system. Immutable.
 *
 * @param name of the resource
 * @param guarantee what it promises
 * @param unreachable why it did not answer recovery when it was asked last; empty if it did, and
 *     for a volatile one, which is never asked
 * @param held why nothing of it is settled until an operator acts; empty if recovery may act
 * @param inDoubt branches of this node that it holds
 * @param prepare times of its votes
 * @param commit times of its commits: of the second phase, or of the only one. Not those by
 *     recovery
 * @param rollback times of its rollbacks, not those by recovery
 * @param oldestPreparedMillis the age of the oldest prepared transaction on its server, whoever
 *     prepared it, when it answered last; milliseconds, 0 if nothing is prepared. Empty if it
 *     cannot tell: only PostgreSQL can
 */
public record ResourceVitals(
    String name,
    Guarantee guarantee,
    Optional<String> unreachable,
    List<String> held,
    int inDoubt,
    PhaseTimes prepare,
    PhaseTimes commit,
    PhaseTimes rollback,
    Optional<Long> oldestPreparedMillis) {

  /**
   * Validates and copies.
   *
   * @param name see the component
   * @param guarantee see the component
   * @param unreachable see the component
   * @param held see the component
   * @param inDoubt see the component
   * @param prepare see the component
   * @param commit see the component
   * @param rollback see the component
   * @param oldestPreparedMillis see the component
   */
  public ResourceVitals {
    held = List.copyOf(held);
  }
}
