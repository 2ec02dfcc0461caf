package dev.tutti.app.cli;

import dev.tutti.app.wiring.RecoverySession;
import dev.tutti.tm.recovery.Diagnosis;
import dev.tutti.tm.recovery.DoctorReport;
import dev.tutti.tm.spi.Finding;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Proves beforehand that what could be in doubt can be recovered. */
@Command(
    name = "doctor",
    description = {
      "Proves for each source that a branch can be recovered (prepares one, drops its connection,"
          + " finds it from another and rolls it back), and looks at what its guarantee depends on."
          + " Each finding names its fix.",
      "Exit code 0: nothing failed; 1: something did, or with --strict is no more than a warning."
    })
final class DoctorCommand implements java.util.concurrent.Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private RecoveryOptions options;

  @Option(names = "--strict", description = "Warnings count as failures.")
  private boolean strict;

  @SuppressWarnings("NullAway.Init") // picocli sets them
  DoctorCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (RecoverySession session = options.open()) {
      if (!options.json()) {
        out.println(session.where());
      }
      DoctorReport report =
          session.admin().examine(what -> err.println("looking at " + Output.safe(what)));
      if (options.json()) {
        out.println(RecoveryJson.of(session, "doctor", report));
      } else {
        print(report, out);
      }
      return exit(report.worst());
    }
  }

  private int exit(Finding.Level worst) {
    return switch (worst) {
      case PASS -> ExitCode.DONE;
      case WARN -> strict ? ExitCode.DIFFERENCES : ExitCode.DONE;
      case FAIL -> ExitCode.DIFFERENCES;
    };
  }

  private static void print(DoctorReport report, PrintWriter out) {
    for (Diagnosis diagnosis : report.diagnoses()) {
      out.println();
      out.println(diagnosis.subject());
      for (Finding finding : diagnosis.findings()) {
        out.println(
            "  "
                + finding.level()
                + "  "
                + finding.check()
                + ": "
                + Output.safe(finding.measured()));
        if (finding.level() != Finding.Level.PASS && !finding.fix().isEmpty()) {
          out.println("        fix: " + Output.safe(finding.fix()));
        }
      }
    }
    out.println();
    out.println(
        count(report, Finding.Level.PASS)
            + " passed, "
            + count(report, Finding.Level.WARN)
            + " warnings, "
            + count(report, Finding.Level.FAIL)
            + " failed");
  }

  private static long count(DoctorReport report, Finding.Level level) {
    return report.diagnoses().stream()
        .flatMap(diagnosis -> diagnosis.findings().stream())
        .filter(finding -> finding.level() == level)
        .count();
  }
}
