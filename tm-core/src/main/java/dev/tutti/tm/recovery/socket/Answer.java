package dev.tutti.tm.recovery.socket;

import dev.tutti.tm.recovery.HistoryEntry;
import dev.tutti.tm.recovery.InDoubtTransaction;
import java.util.List;
import java.util.Optional;

/** Answers that are no value of their own. */
final class Answer {

  private Answer() {}

  /** Who answers. */
  record Hello(String node, long process) {}

  /** To {@code SHOW}. */
  record Shown(Optional<InDoubtTransaction> transaction) {}

  /** To {@code HISTORY}. */
  record Entries(List<HistoryEntry> entries) {}

  /** To what has no answer. */
  record Done(boolean done) {}

  /** A failure: what kind, and the line for the operator. */
  record Failed(Kind failed, String message, String resource) {}

  /** What kind of failure. */
  enum Kind {
    REFUSED,
    UNAVAILABLE,
    WRONG,
    BROKEN
  }
}
