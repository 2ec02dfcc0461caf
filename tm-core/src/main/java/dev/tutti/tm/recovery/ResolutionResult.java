package dev.tutti.tm.recovery;

import java.util.List;

/**
 * What came of a plan. Immutable.
 *
 * @param number of its entry in the history; 0 if there was nothing to do
 * @param complete whether every step was done
 * @param results one line for each step
 * @param difference what differs between the sources now, and how to mend it
 */
public record ResolutionResult(
    long number, boolean complete, List<String> results, List<String> difference) {

  /**
   * Validates and copies.
   *
   * @param number see the component
   * @param complete see the component
   * @param results see the component
   * @param difference see the component
   */
  public ResolutionResult {
    results = List.copyOf(results);
    difference = List.copyOf(difference);
  }
}
