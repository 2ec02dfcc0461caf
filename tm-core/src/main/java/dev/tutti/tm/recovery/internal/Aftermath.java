package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.branch.EventHub;
import dev.tutti.tm.log.Store;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.spi.TransactionEvent;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** What follows a recovery pass. Used by one pass at a time. */
final class Aftermath {

  private final Store store;
  private final EventHub events;
  private final LastResourceMemory lastResource;
  private final Consumer<RecoveryReport> afterCleanPass;
  private final Set<String> announced = new HashSet<>();

  Aftermath(
      Store store,
      EventHub events,
      LastResourceMemory lastResource,
      Consumer<RecoveryReport> afterCleanPass) {
    this.store = store;
    this.events = events;
    this.lastResource = lastResource;
    this.afterCleanPass = afterCleanPass;
  }

  /** Tells of what is newly held; when nothing at all is in doubt, keeps house. */
  void of(RecoveryReport report) {
    for (String reason : report.held()) {
      if (announced.add(reason)) {
        tell(reason);
      }
    }
    announced.retainAll(report.held());
    if (report.isClean()) {
      try {
        // Whenever nothing is in doubt: the configured last resource is the one to ask.
        lastResource.remember();
      } catch (IOException e) {
        tell("the store cannot remember the last resource: " + e);
      }
      afterCleanPass.accept(report);
    }
  }

  private void tell(String reason) {
    events.on(new TransactionEvent.Held(store.identity().inXid(), reason));
  }
}
