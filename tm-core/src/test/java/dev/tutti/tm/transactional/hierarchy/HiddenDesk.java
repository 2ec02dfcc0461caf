package dev.tutti.tm.transactional.hierarchy;

import dev.tutti.tm.TransactionSystem;
import jakarta.transaction.Transactional;

/** Only its subclass is public. */
class HiddenDesk {

  private final TransactionSystem tutti;

  HiddenDesk(TransactionSystem tutti) {
    this.tutti = tutti;
  }

  @Transactional
  public boolean seen() {
    return tutti.current().isPresent();
  }
}
