package dev.tutti.tm.sync;

import dev.tutti.tm.branch.LiveTransaction;
import dev.tutti.tm.outcome.KeyConflictException;
import dev.tutti.tm.outcome.KeyInDoubtException;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.spi.ReceiptStore;
import dev.tutti.tm.spi.ReceiptStore.Claim;
import dev.tutti.tm.spi.ReceiptStore.KeyReceipt;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Internal: the rules of keyed writes. The receipt is claimed first, in the transaction itself, so
 * that two attempts of one key never do their work both.
 *
 * @param <H> type of the receipt store's handle
 */
public final class KeyRules<H> {

  private final ReceiptStore<H> store;
  private final Duration wait;
  private volatile boolean prepared;

  /**
   * Makes them.
   *
   * @param store the one that keeps the receipts
   * @param wait for another transaction with the same key
   */
  public KeyRules(ReceiptStore<H> store, Duration wait) {
    this.store = store;
    this.wait = wait;
  }

  /**
   * Makes sure that receipts can be kept; tried again at the first keyed write if it fails.
   *
   * @throws ResourceUnavailableException if the store cannot be reached
   */
  public void prepare() throws ResourceUnavailableException {
    if (!prepared) {
      store.prepareReceipts();
      prepared = true;
    }
  }

  /** The receipt that holds the key already, or empty: the key is ours. */
  Optional<KeyReceipt> claim(LiveTransaction live, String key, String content) {
    Claim claim;
    try {
      prepare();
      claim = store.claim(live.join(store), new KeyReceipt(key, live.id(), content), wait);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new RolledBackException(
          Outcomes.text(
              live, store.name() + " could not keep the receipt of the key: " + Outcomes.line(e)),
          live.id(),
          List.of(),
          e);
    }
    if (claim instanceof Claim.Held) {
      throw new KeyInDoubtException(
          "key '"
              + key
              + "' is held by another attempt that did not end within "
              + wait.toMillis()
              + " ms; nothing was written. Try again later.",
          live.id(),
          List.of(),
          null);
    }
    if (claim instanceof Claim.Taken taken) {
      KeyReceipt by = taken.by();
      if (!content.isEmpty() && !by.content().isEmpty() && !content.equals(by.content())) {
        throw new KeyConflictException(
            "key '"
                + key
                + "' was committed with other content by transaction "
                + by.transactionId()
                + "; nothing was written. Use another key for other content.",
            by.transactionId(),
            List.of(),
            null);
      }
      return Optional.of(by);
    }
    return Optional.empty();
  }
}
