package dev.tutti.app.admin;

import dev.tutti.tm.recovery.RecoveryAdmin;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.io.IOException;

/** The node that is administered, wherever it is now. Thread-safe. */
public interface AdminNode {

  /**
   * A question to it.
   *
   * @param <T> the answer
   */
  @FunctionalInterface
  interface Question<T> {
    /**
     * Asks.
     *
     * @param admin of the node
     * @return the answer
     * @throws ResourceUnavailableException if a source that must be asked does not answer
     */
    T ask(RecoveryAdmin admin) throws ResourceUnavailableException;
  }

  /**
   * Asks whoever answers for it now.
   *
   * @param question asked at most once
   * @param <T> the answer
   * @return the answer
   * @throws NodeAwayException if nobody answers for it
   * @throws ResourceUnavailableException as the question does
   */
  <T> T ask(Question<T> question) throws ResourceUnavailableException;

  /**
   * Who answers for it.
   *
   * @return as of now
   */
  Standing standing();

  /**
   * Takes the log of a node that does not run.
   *
   * @throws IOException if it cannot be had; the node may be running
   */
  void take() throws IOException;

  /** Lets the log go, so that the node can start. Does nothing if it is not held here. */
  void release();
}
