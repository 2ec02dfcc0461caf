package dev.tutti.app.admin;

import dev.tutti.tm.recovery.Branch;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.Hold;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.RecoveryList;
import dev.tutti.tm.recovery.Since;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was in doubt at a moment, ordered and ready to be searched. Immutable. */
record Snapshot(RecoveryList list, List<Row> rows, Overview overview, long takenAtMillis) {

  /**
   * A transaction as it is listed.
   *
   * @param text all of it that can be searched for, in lower case
   */
  record Row(InDoubtTransaction transaction, BranchCondition state, String text) {

    static Row of(InDoubtTransaction transaction) {
      StringBuilder text = new StringBuilder(transaction.id());
      for (Branch branch : transaction.branches()) {
        text.append('\n').append(branch.resource()).append('\n').append(branch.xid());
      }
      return new Row(transaction, States.of(transaction), text.toString().toLowerCase(Locale.ROOT));
    }

    Transaction answered() {
      return new Transaction(
          transaction.id(),
          state,
          transaction.decided(),
          transaction.needsOperator(),
          transaction.since(),
          transaction.committed(),
          transaction.branches());
    }
  }

  /** A transaction as it is answered. */
  record Transaction(
      String id,
      BranchCondition state,
      boolean decided,
      boolean needsOperator,
      Since since,
      List<String> committed,
      List<Branch> branches) {}

  /** A part of what is listed. */
  record Page(
      String node,
      String next,
      int logRecords,
      int live,
      List<Hold> holds,
      List<String> unreachable,
      Overview overview,
      long takenAtMillis,
      int matching,
      int offset,
      List<Transaction> transactions) {}

  static Snapshot of(RecoveryList list, long nowMillis) {
    List<Row> rows =
        list.transactions().stream()
            .map(Row::of)
            .sorted(
                Comparator.comparing((Row row) -> !row.transaction().needsOperator())
                    .thenComparing(row -> !row.transaction().isOurs())
                    .thenComparing(row -> age(row.transaction().since())))
            .toList();
    return new Snapshot(list, rows, Overview.of(list, rows, nowMillis), nowMillis);
  }

  /** The oldest first; what nobody knows the age of last. */
  private static long age(Since since) {
    return since.epochMillis() == 0 ? Long.MAX_VALUE : since.epochMillis();
  }

  Page page(String find, Optional<BranchCondition> state, int offset, int limit) {
    String wanted = find.strip().toLowerCase(Locale.ROOT);
    List<Row> matching =
        wanted.isEmpty() && state.isEmpty()
            ? rows
            : rows.stream()
                .filter(row -> state.isEmpty() || row.state() == state.get())
                .filter(row -> row.text().contains(wanted))
                .toList();
    return new Page(
        list.node(),
        list.next(),
        list.logRecords(),
        list.live(),
        list.holds(),
        list.unreachable(),
        overview,
        takenAtMillis,
        matching.size(),
        offset,
        matching.stream().skip(offset).limit(limit).map(Row::answered).toList());
  }
}
