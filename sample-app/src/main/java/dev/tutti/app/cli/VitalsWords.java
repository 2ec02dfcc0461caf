package dev.tutti.app.cli;

import dev.tutti.tm.recovery.DoubtVitals;
import dev.tutti.tm.recovery.Health;
import dev.tutti.tm.recovery.LogVitals;
import dev.tutti.tm.recovery.OutcomeCounts;
import dev.tutti.tm.recovery.PhaseTimes;
import dev.tutti.tm.recovery.RecoveryVitals;
import dev.tutti.tm.recovery.ResourceVitals;
import dev.tutti.tm.recovery.Vitals;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** The snapshot of a node, for people. */
final class VitalsWords {

  private final Vitals vitals;
  private final PrintWriter out;

  VitalsWords(Vitals vitals, PrintWriter out) {
    this.vitals = vitals;
    this.out = out;
  }

  void print() {
    line("live", check(vitals.health().live()));
    line("ready", check(vitals.health().ready()));
    line("started", RecoveryWords.moment(vitals.startedAtMillis()));
    line("transactions", outcomes(vitals.outcomes()) + "; " + vitals.running() + " run now");
    line("in doubt", doubt(vitals.doubt()));
    vitals.recovery().holds().forEach(h -> line("held", h.id() + ": " + Output.safe(h.reason())));
    line("recovery", recovery(vitals.recovery()));
    line("log", log(vitals.log()));
    vitals.resources().forEach(this::resource);
  }

  private void line(String what, String text) {
    out.printf(Locale.ROOT, "%-13s%s%n", what, text);
  }

  private static String check(Health.Check check) {
    return check.ok()
        ? "yes"
        : "no: " + check.reasons().stream().map(Output::safe).collect(Collectors.joining("; "));
  }

  private static String outcomes(OutcomeCounts counts) {
    return counts.committed()
        + " committed, "
        + counts.committedPending()
        + " committed with a branch left to recovery, "
        + counts.rolledBack()
        + " rolled back, "
        + counts.timedOut()
        + " timed out, "
        + counts.heuristic()
        + " heuristic, "
        + counts.unknown()
        + " unknown";
  }

  private String doubt(DoubtVitals doubt) {
    if (doubt.seenAtMillis() == 0) {
      return "not looked at yet";
    }
    String seen = " (looked at " + since(doubt.seenAtMillis()) + ")";
    if (doubt.transactions() == 0) {
      return "nothing of this node" + seen;
    }
    return doubt.transactions()
        + " transactions, the oldest for "
        + span(doubt.oldestMillis())
        + ", "
        + doubt.needOperator()
        + " wait for an operator"
        + seen
        + "; branches: "
        + doubt.branches().stream()
            .map(c -> c.branches() + " " + RecoveryWords.word(c.condition()))
            .collect(Collectors.joining(", "));
  }

  private String recovery(RecoveryVitals recovery) {
    String last =
        recovery.lastPassAtMillis() == 0
            ? ""
            : ", the last one " + since(recovery.lastPassAtMillis());
    return recovery.passes()
        + " passes"
        + last
        + "; "
        + recovery.committed()
        + " branches committed, "
        + recovery.rolledBack()
        + " rolled back";
  }

  private static String log(LogVitals log) {
    return log.failure().map(why -> Output.safe(why) + "; ").orElse("")
        + log.records()
        + " decisions open, "
        + log.forces()
        + " forces, "
        + log.writtenBytes()
        + " bytes written, "
        + mega(log.sizeBytes())
        + " on the disk, "
        + log.freeBytes().map(VitalsWords::mega).orElse("? MB")
        + " free";
  }

  private static String mega(long bytes) {
    return (bytes >> 20) + " MB";
  }

  private void resource(ResourceVitals resource) {
    line(
        resource.name(),
        resource.guarantee()
            + ", "
            + resource
                .unreachable()
                .map(why -> "unreachable: " + Output.safe(why))
                .orElse("reachable")
            + (resource.held().isEmpty() ? "" : ", held")
            + ", "
            + resource.inDoubt()
            + " branches in doubt"
            + resource
                .oldestPreparedMillis()
                .map(age -> age == 0 ? "" : ", oldest prepared on its server " + span(age))
                .orElse(""));
    line(
        "",
        "prepare "
            + times(resource.prepare())
            + "; commit "
            + times(resource.commit())
            + "; rollback "
            + times(resource.rollback()));
  }

  private static String times(PhaseTimes times) {
    return times.count() == 0
        ? "0 times"
        : String.format(
            Locale.ROOT,
            "%d times, %.3f ms on average",
            times.count(),
            times.totalNanos() / 1e6 / times.count());
  }

  private String since(long millis) {
    return span(Math.max(0, vitals.takenAtMillis() - millis)) + " ago";
  }

  private static String span(long millis) {
    Duration duration = Duration.ofMillis(millis);
    if (duration.toHours() > 0) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
    return duration.toMinutes() > 0
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : String.format(Locale.ROOT, "%.1f s", millis / 1e3);
  }
}
