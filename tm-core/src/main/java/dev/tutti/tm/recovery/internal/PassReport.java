package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.log.XidKey;
import dev.tutti.tm.recovery.Branch;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.RecoveryReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what one pass did and left. */
final class PassReport {

  // By transaction, then by branch: what is said last of a branch holds.
  private final Map<String, Map<String, Branch>> left = new LinkedHashMap<>();
  private final Set<String> decided = new LinkedHashSet<>();
  private final Set<String> unreachable = new LinkedHashSet<>();
  private final Set<String> held = new LinkedHashSet<>();
  private int committed;
  private int rolledBack;

  void committed() {
    committed++;
  }

  void rolledBack() {
    rolledBack++;
  }

  void unreachable(String resource) {
    unreachable.add(resource);
  }

  void held(String reason) {
    held.add(reason);
  }

  void left(
      String transactionId,
      boolean isDecided,
      String resource,
      XidKey xid,
      BranchCondition condition,
      String reason) {
    if (isDecided) {
      decided.add(transactionId);
    }
    left.computeIfAbsent(transactionId, id -> new LinkedHashMap<>())
        .put(resource + ' ' + xid, new Branch(resource, xid.toString(), condition, reason));
  }

  RecoveryReport build(int logRecords) {
    List<InDoubtTransaction> transactions = new ArrayList<>();
    left.forEach(
        (id, branches) ->
            transactions.add(
                new InDoubtTransaction(id, decided.contains(id), List.copyOf(branches.values()))));
    return new RecoveryReport(
        committed,
        rolledBack,
        transactions,
        List.copyOf(unreachable),
        List.copyOf(held),
        logRecords);
  }
}
