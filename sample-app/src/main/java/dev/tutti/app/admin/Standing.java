package dev.tutti.app.admin;

import java.util.List;

/**
 * Who answers for the node. Immutable.
 *
 * @param state who
 * @param line the same in one line
 * @param canTake whether this command could take the node's log while the node does not run
 * @param changes what has become of it since the start of this command, oldest first
 */
public record Standing(State state, String line, boolean canTake, List<String> changes) {

  /** Who answers. */
  public enum State {
    /** The process that runs it. */
    RUNNING,
    /** This command: it holds the log, so the node cannot start meanwhile. */
    HELD_HERE,
    /** Nobody. */
    AWAY
  }

  /**
   * Copies.
   *
   * @param state see the component
   * @param line see the component
   * @param canTake see the component
   * @param changes see the component
   */
  public Standing {
    changes = List.copyOf(changes);
  }
}
