package dev.tutti.tm.spi;

import java.time.Duration;
import java.util.Optional;

/**
 * A participant that can keep the receipts of keyed writes in its own branch of the transaction.
 * The JDBC adapters are.
 *
 * @param <H> type of its handle
 */
public interface ReceiptStore<H> extends Participant<H> {

  /**
   * Creates what the receipts need, if it is not there. Idempotent; safe when several nodes do it
   * at once.
   *
   * @throws ResourceUnavailableException if the source cannot be reached
   */
  void prepareReceipts() throws ResourceUnavailableException;

  /**
   * Writes the receipt of a key within the transaction of the handle, before any other work.
   *
   * @param handle the handle of this participant in the transaction
   * @param receipt what to write
   * @param wait how long to wait for another transaction that holds the same key; bounded by the
   *     server
   * @return what came of it
   * @throws Exception if the source refuses or cannot be reached
   */
  Claim claim(H handle, KeyReceipt receipt, Duration wait) throws Exception;

  /**
   * Looks up a committed receipt outside any transaction, in a connection of its own.
   *
   * @param key the idempotency key
   * @return the receipt, if the key is committed
   * @throws ResourceUnavailableException if the source cannot be reached
   */
  Optional<KeyReceipt> find(String key) throws ResourceUnavailableException;

  /**
   * Deletes receipts that are older than the retention, a bounded number at a time.
   *
   * @param olderThan age by the source's own clock
   * @return how many were deleted
   * @throws ResourceUnavailableException if the source cannot be reached
   */
  int purgeReceipts(Duration olderThan) throws ResourceUnavailableException;

  /**
   * One receipt.
   *
   * @param key the idempotency key, 1 to 200 characters
   * @param transactionId the transaction that wrote it
   * @param content fingerprint of the content in hexadecimal; empty where none was given
   */
  record KeyReceipt(String key, String transactionId, String content) {}

  /** What came of a claim. */
  sealed interface Claim {
    /** The key is ours: it commits or rolls back with the transaction. */
    record Claimed() implements Claim {}

    /**
     * The key was committed before. The transaction must do nothing more and roll back.
     *
     * @param by the receipt that holds it
     */
    record Taken(KeyReceipt by) implements Claim {}

    /** Another transaction holds the key and did not end within the wait. */
    record Held() implements Claim {}
  }
}
