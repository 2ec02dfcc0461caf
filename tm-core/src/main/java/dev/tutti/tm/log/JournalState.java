package dev.tutti.tm.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the entries so far amount to. Not thread-safe. */
final class JournalState {

  private final Map<String, DecisionRecord> decisions = new LinkedHashMap<>();
  private final List<Frame.Entry.Damaged> damaged = new ArrayList<>();

  void apply(Frame.Entry entry) {
    if (entry instanceof Frame.Entry.Decided decided) {
      decisions.put(decided.record().transactionId(), decided.record());
    } else if (entry instanceof Frame.Entry.Ended ended) {
      decisions.remove(ended.transactionId());
    } else if (entry instanceof Frame.Entry.Damaged hold) {
      if (!damaged.contains(hold)) {
        damaged.add(hold);
      }
    } else if (entry instanceof Frame.Entry.Released released) {
      damaged.removeIf(
          d -> released.damageId().isEmpty() || Damage.of(d).id().equals(released.damageId()));
    } else if (entry instanceof Frame.Entry.Snapshot) {
      decisions.clear();
      damaged.clear();
    }
  }

  List<Frame.Entry> snapshot() {
    List<Frame.Entry> entries = new ArrayList<>();
    entries.add(new Frame.Entry.Snapshot());
    entries.addAll(damaged);
    decisions.values().forEach(d -> entries.add(new Frame.Entry.Decided(d)));
    return entries;
  }

  Map<String, DecisionRecord> decisions() {
    return decisions;
  }

  List<Frame.Entry.Damaged> damaged() {
    return damaged;
  }
}
