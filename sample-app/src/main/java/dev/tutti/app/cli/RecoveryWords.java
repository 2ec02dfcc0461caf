package dev.tutti.app.cli;

import dev.tutti.app.admin.States;
import dev.tutti.tm.recovery.Branch;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.DrainReport;
import dev.tutti.tm.recovery.Explanation;
import dev.tutti.tm.recovery.HistoryEntry;
import dev.tutti.tm.recovery.InDoubtTransaction;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** What recovery says, for people. */
final class RecoveryWords {

  private RecoveryWords() {}

  static BranchCondition state(InDoubtTransaction transaction) {
    return States.of(transaction);
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static void show(InDoubtTransaction transaction, PrintWriter out) {
    out.println(transaction.id());
    out.println(
        "  state     " + word(state(transaction)) + ": " + state(transaction).explanation());
    out.println(
        "  decision  "
            + (transaction.decided()
                ? "commit, at " + moment(transaction.since().epochMillis())
                : "none in the log of this node"));
    transaction.committed().forEach(name -> out.println("  " + name + ": committed"));
    for (Branch branch : transaction.branches()) {
      out.println(
          "  "
              + branch.resource()
              + ": "
              + word(branch.condition())
              + ": "
              + Output.safe(branch.reason()));
      out.println("    xid " + branch.xid());
    }
    out.println("  more: recovery explain " + transaction.id());
  }

  static String moment(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static void explain(Explanation explanation, PrintWriter out) {
    out.println(Output.safe(explanation.subject()));
    out.println("  " + Output.safe(explanation.summary()));
    part("what happened", explanation.timeline(), out);
    part(
        "what each source holds now",
        explanation.sources().stream().map(s -> s.resource() + ": " + s.holds()).toList(),
        out);
    part(
        "what can be done",
        explanation.choices().stream()
            .map(c -> c.command() + "\n      " + c.consequence())
            .toList(),
        out);
  }

  static void part(String title, List<String> lines, PrintWriter out) {
    if (!lines.isEmpty()) {
      out.println("  " + title + ":");
      lines.forEach(line -> out.println("    " + Output.safe(line)));
    }
  }

  static void history(List<HistoryEntry> entries, PrintWriter out) {
    if (entries.isEmpty()) {
      out.println("nobody has decided anything here");
    }
    for (HistoryEntry entry : entries) {
      out.println(
          entry.number()
              + "  "
              + moment(entry.atMillis())
              + "  "
              + Output.safe(entry.who())
              + "  "
              + word(entry.resolution())
              + (entry.forced() ? " with force" : "")
              + "  "
              + Output.safe(entry.subject())
              + (entry.reason().isBlank() ? "" : "  \"" + Output.safe(entry.reason()) + "\""));
      part("before", entry.before(), out);
      part(
          "result",
          entry
              .result()
              .map(r -> r.results())
              .orElse(List.of("not known: the process ended before it was written")),
          out);
    }
  }

  static void drained(DrainReport report, PrintWriter out) {
    out.println(
        report.safe()
            ? "drained: nothing of this node is left anywhere; its store may be deleted"
            : "not safe to delete this node yet:");
    report.left().forEach(line -> out.println("  " + Output.safe(line)));
  }
}
