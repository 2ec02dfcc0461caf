package dev.tutti.app.cli;

import dev.tutti.app.wiring.Session;
import dev.tutti.tm.recovery.RecoveryReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "recovery", description = "Shows and settles what is in doubt.")
final class RecoveryCommand implements Runnable {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets spec
  RecoveryCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing; they are " + spec.subcommands().keySet());
  }

  @Command(
      name = "scan",
      description = "Runs one recovery pass: finishes what it can, and shows what is left.")
  int scan(@Mixin CommonOptions common) throws Exception {
    try (Session session = common.open()) {
      return show(common, session, session.recovery().scan());
    }
  }

  @Command(
      name = "accept",
      description = "Accepts that a resource is another server than before, and scans.")
  int accept(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "RESOURCE", description = "Its name in the configuration.")
          String resource)
      throws Exception {
    try (Session session = common.open()) {
      session.recovery().acceptIdentity(resource);
      return show(common, session, session.recovery().scan());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  @Command(
      name = "release-damaged",
      description = {
        "Ends the hold of damaged log records, when you have settled or given up what they could"
            + " explain, and scans. Branches without a decision are rolled back then."
      })
  int releaseDamaged(@Mixin CommonOptions common) throws Exception {
    try (Session session = common.open()) {
      int released = session.recovery().releaseDamagedRecords();
      spec.commandLine().getErr().println(released + " damaged records released");
      return show(common, session, session.recovery().scan());
    }
  }

  private int show(CommonOptions common, Session session, RecoveryReport report) {
    if (common.json()) {
      spec.commandLine().getOut().println(Output.json(report));
    } else {
      spec.commandLine()
          .getOut()
          .println(
              report.isClean()
                  ? "nothing is in doubt"
                  : report.remaining().size() + " transactions in doubt");
      spec.commandLine()
          .getOut()
          .println(report.committed() + " committed, " + report.rolledBack() + " rolled back now");
    }
    Output.inWords(report, session, spec.commandLine().getErr());
    if (Output.inDoubt(report)) {
      return ExitCode.IN_DOUBT;
    }
    return report.unreachable().isEmpty() ? ExitCode.DONE : ExitCode.UNAVAILABLE;
  }
}
