package dev.tutti.tm.spi;

import java.time.Duration;

/**
 * A source without two phases. Its commit <em>is</em> the decision: a row with the transaction's id
 * is written in the same local transaction, and recovery asks for that row.
 */
public interface LastResourceManager extends ResourceManager {

  /** What the row of a transaction says. */
  enum Decision {
    /** The row says commit. */
    COMMITTED,
    /** The row says rollback; asking has written it if there was none, so it can never commit. */
    ABORTED,
    /** The writer may still be alive and holds the row: ask again later. */
    UNDECIDED
  }

  /**
   * Settles a transaction whose commit was not answered: in a fresh READ COMMITTED transaction with
   * a short lock timeout, inserts the abort for the id; if it is there already, reads and obeys it.
   * Never guesses, never reads first.
   *
   * @param transactionId the transaction
   * @return what the row says from now on
   * @throws ResourceUnavailableException if the source cannot be asked
   */
  Decision settle(String transactionId) throws ResourceUnavailableException;

  /**
   * Deletes decisions that nobody can ask for any more. Called only when every resource answered
   * and nothing is in doubt, and only for the transactions of the calling node's store: what other
   * nodes decided is theirs to delete.
   *
   * @param transactionIdPrefix what the ids of these transactions begin with
   * @param olderThan age by the source's own clock
   * @throws ResourceUnavailableException if the source cannot be reached
   */
  void purgeDecisions(String transactionIdPrefix, Duration olderThan)
      throws ResourceUnavailableException;
}
