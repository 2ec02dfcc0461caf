package dev.tutti.tm.recovery;

import java.util.List;

/**
 * Whether a node can be deleted. Immutable.
 *
 * @param safe true if nothing of this node is left anywhere: its store may be deleted
 * @param live transactions that still run
 * @param left why it is not safe, one line for each reason
 */
public record DrainReport(boolean safe, int live, List<String> left) {

  /**
   * Validates and copies.
   *
   * @param safe see the component
   * @param live see the component
   * @param left see the component
   */
  public DrainReport {
    left = List.copyOf(left);
  }
}
