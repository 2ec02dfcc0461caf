package dev.tutti.tm.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the entries so far amount to. Not thread-safe. */
final class JournalState {

  private final Map<String, DecisionRecord> decisions = new LinkedHashMap<>();
  // What a newer version has added to a decision, by transaction: this one keeps it.
  private final Map<String, String> added = new HashMap<>();
  private final List<Frame.Entry.Damaged> damaged = new ArrayList<>();
  private final Set<Frame.Entry.Unknown> unknown = new LinkedHashSet<>();

  void apply(Frame.Entry entry) {
    if (entry instanceof Frame.Entry.Decided decided) {
      decisions.put(decided.record().transactionId(), decided.record());
      if (!decided.added().isEmpty()) {
        added.put(decided.record().transactionId(), decided.added());
      }
    } else if (entry instanceof Frame.Entry.Ended ended) {
      decisions.remove(ended.transactionId());
      added.remove(ended.transactionId());
    } else if (entry instanceof Frame.Entry.Damaged hold) {
      if (!damaged.contains(hold)) {
        damaged.add(hold);
      }
    } else if (entry instanceof Frame.Entry.Released released) {
      damaged.removeIf(
          d -> released.damageId().isEmpty() || Damage.of(d).id().equals(released.damageId()));
    } else if (entry instanceof Frame.Entry.Unknown other) {
      unknown.add(other);
    } else if (entry instanceof Frame.Entry.Snapshot) {
      decisions.clear();
      added.clear();
      damaged.clear();
      unknown.clear();
    }
  }

  List<Frame.Entry> snapshot() {
    List<Frame.Entry> entries = new ArrayList<>();
    entries.add(new Frame.Entry.Snapshot());
    entries.addAll(damaged);
    entries.addAll(unknown);
    decisions.forEach(
        (id, d) -> entries.add(new Frame.Entry.Decided(d, added.getOrDefault(id, ""))));
    return entries;
  }

  Map<String, DecisionRecord> decisions() {
    return decisions;
  }

  List<Frame.Entry.Damaged> damaged() {
    return damaged;
  }
}
