package dev.tutti.tm.recovery;

import java.util.List;
import java.util.Optional;

/**
 * One decision of an operator. Immutable.
 *
 * @param number counted from 1
 * @param atMillis when, in milliseconds since 1970-01-01 UTC
 * @param who decided
 * @param resolution what
 * @param subject about what
 * @param reason why
 * @param forced whether it could mix outcomes
 * @param before where everything stood
 * @param steps what was to be done
 * @param result what came of it; empty if the process ended in between
 */
public record HistoryEntry(
    long number,
    long atMillis,
    String who,
    Resolution resolution,
    String subject,
    String reason,
    boolean forced,
    List<String> before,
    List<String> steps,
    Optional<ResolutionResult> result) {

  /**
   * Validates and copies.
   *
   * @param number see the component
   * @param atMillis see the component
   * @param who see the component
   * @param resolution see the component
   * @param subject see the component
   * @param reason see the component
   * @param forced see the component
   * @param before see the component
   * @param steps see the component
   * @param result see the component
   */
  public HistoryEntry {
    before = List.copyOf(before);
    steps = List.copyOf(steps);
  }

  /**
   * The same with its result.
   *
   * @param known what came of it
   * @return the changed copy
   */
  public HistoryEntry with(ResolutionResult known) {
    return new HistoryEntry(
        number,
        atMillis,
        who,
        resolution,
        subject,
        reason,
        forced,
        before,
        steps,
        Optional.of(known));
  }
}
