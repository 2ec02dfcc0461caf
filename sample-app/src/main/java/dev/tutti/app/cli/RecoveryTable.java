package dev.tutti.app.cli;

import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.Hold;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.RecoveryList;
import dev.tutti.tm.recovery.Since;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The list of what is in doubt, as a table with a legend. */
final class RecoveryTable {

  private static final List<String> TITLES =
      List.of("ID", "AGE", "STATE", "DECISION", "BRANCHES", "NEXT");

  private final RecoveryList list;
  private final long nowMillis;

  RecoveryTable(RecoveryList list, long nowMillis) {
    this.list = list;
    this.nowMillis = nowMillis;
  }

  String text() {
    StringBuilder out = new StringBuilder();
    if (list.transactions().isEmpty() && list.holds().isEmpty()) {
      out.append("nothing is in doubt\n");
    } else {
      table(out);
    }
    list.unreachable().forEach(name -> out.append("cannot be asked now: " + name + "\n"));
    out.append(list.live()).append(" transactions run\n");
    return out.toString();
  }

  private void table(StringBuilder out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(TITLES);
    Set<String> legend = new LinkedHashSet<>();
    for (Hold hold : list.holds()) {
      rows.add(
          List.of(hold.id(), "", RecoveryWords.word(hold.kind()), "", "", "operator: explain"));
      legend.add(hold.id() + ": " + Output.safe(hold.reason()));
    }
    for (InDoubtTransaction transaction : list.transactions()) {
      BranchCondition state = RecoveryWords.state(transaction);
      rows.add(row(transaction, state));
      legend.add(RecoveryWords.word(state) + ": " + state.explanation());
    }
    int[] widths = new int[TITLES.size()];
    rows.forEach(
        row -> {
          for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], row.get(i).length());
          }
        });
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    out.append('\n');
    legend.forEach(line -> out.append(line).append('\n'));
  }

  private List<String> row(InDoubtTransaction transaction, BranchCondition state) {
    String branches =
        transaction.branches().stream()
            .map(b -> b.resource() + " " + RecoveryWords.word(b.condition()))
            .collect(Collectors.joining(", "));
    String committed =
        transaction.committed().stream()
            .map(name -> name + " committed, ")
            .collect(Collectors.joining());
    return List.of(
        transaction.id(),
        age(transaction.since()),
        RecoveryWords.word(state),
        transaction.decided() ? "commit" : state.isOurs() ? "none" : "unknown",
        committed + branches,
        state.endsByItself() ? list.next() : state.isOurs() ? "operator: explain" : state.next());
  }

  /** At most, where only the start of the process is known. */
  private String age(Since since) {
    if (since.epochMillis() == 0) {
      return "?";
    }
    long seconds = Math.max(0, (nowMillis - since.epochMillis()) / 1000);
    String text =
        seconds < 120
            ? seconds + "s"
            : seconds < 7200
                ? seconds / 60 + "m"
                : seconds < 172_800 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    return (since.exact() ? "" : "<") + text;
  }
}
