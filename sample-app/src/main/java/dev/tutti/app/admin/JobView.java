package dev.tutti.app.admin;

import java.util.List;
import java.util.Optional;

/**
 * How a {@link Job} stands at a moment. Immutable.
 *
 * @param startedAtMillis when it was started last; 0 if it never was
 * @param progress its last lines, the oldest first
 * @param result once it is done
 * @param problem if it has failed
 * @param <T> what comes of it
 */
record JobView<T>(
    State state,
    long startedAtMillis,
    List<String> progress,
    Optional<T> result,
    Optional<Problem.Body> problem) {

  /** Where it stands. */
  enum State {
    NEVER,
    RUNNING,
    DONE,
    FAILED
  }
}
