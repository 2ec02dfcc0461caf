package dev.tutti.tm;

import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.recovery.internal.Registry;
import dev.tutti.tm.spi.ReceiptStore;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Deletes receipts and decisions that are older than the retention: only after a pass that reached
 * every resource and found nothing in doubt, and while no transaction lives that is nearly as old,
 * so that no decision is deleted that may be asked for.
 */
final class Housekeeping {

  private static final long PAUSE = Duration.ofMinutes(10).toNanos();

  private final Registry registry;
  private final TransactionSystemConfig config;
  private final String nodeId;
  private final Supplier<Duration> oldestLive;
  private long next = System.nanoTime();

  Housekeeping(
      Registry registry,
      TransactionSystemConfig config,
      String nodeId,
      Supplier<Duration> oldestLive) {
    this.nodeId = nodeId;
    this.oldestLive = oldestLive;
    this.registry = registry;
    this.config = config;
  }

  /** Called by one recovery pass at a time. */
  void afterCleanPass(RecoveryReport report) {
    boolean oldWork = oldestLive.get().compareTo(config.receiptRetention().dividedBy(2)) > 0;
    if (oldWork || !report.isClean() || System.nanoTime() - next < 0) {
      return;
    }
    next = System.nanoTime() + PAUSE;
    try {
      Optional<ReceiptStore<?>> receipts =
          config
              .receipts()
              .flatMap(registry::find)
              .filter(ReceiptStore.class::isInstance)
              .map(r -> (ReceiptStore<?>) r);
      if (receipts.isPresent()) {
        receipts.get().prepareReceipts();
        receipts.get().purgeReceipts(config.receiptRetention());
      }
      if (registry.lastResource().isPresent()) {
        registry.lastResource().get().purgeDecisions(nodeId + "-", config.receiptRetention());
      }
    } catch (ResourceUnavailableException e) {
      next = System.nanoTime(); // Old receipts can wait: the next clean pass tries again.
    }
  }
}
