package dev.tutti.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tutti.app.sync.Targets;
import dev.tutti.app.sync.Verification;
import dev.tutti.app.sync.VerificationReport;
import dev.tutti.app.sync.VerificationReport.Counts;
import dev.tutti.app.wiring.Session;
import dev.tutti.tm.recovery.RecoveryReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    description = "Recovers, then compares the sources with each other, or with a file of records.")
final class VerifyCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "One JSON object in each line; without it the sources are compared.")
  private @Nullable Path file;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets spec
  VerifyCommand() {}

  @Override
  public Integer call() throws Exception {
    if (file != null) {
      InputFile.check(spec.commandLine(), file);
    }
    PrintWriter err = spec.commandLine().getErr();
    try (Session session = common.open()) {
      RecoveryReport recovery = session.recovery().scan();
      Output.inWords(recovery, session::whyUnreachable, err);
      Targets targets = session.targets();
      Verification verification = new Verification(targets);
      VerificationReport report =
          file == null ? verification.amongSources() : verification.againstFile(file);
      report.differences().forEach(err::println);
      if (common.json()) {
        spec.commandLine().getOut().println(json(report, recovery));
      } else {
        inWords(report, spec.commandLine().getOut());
      }
      if (Output.inDoubt(recovery)) {
        return ExitCode.IN_DOUBT;
      }
      if (!recovery.unreachable().isEmpty()) {
        return ExitCode.UNAVAILABLE;
      }
      return report.isClean() ? ExitCode.DONE : ExitCode.DIFFERENCES;
    }
  }

  private static ObjectNode json(VerificationReport report, RecoveryReport recovery) {
    ObjectNode json = Output.object();
    json.put("records", report.records());
    json.put("missing", report.sum(Counts::missing));
    json.put("extra", report.sum(Counts::extra));
    json.put("different", report.sum(Counts::different));
    json.put("rebuilt", report.sum(Counts::rebuilt));
    ObjectNode targets = json.putObject("targets");
    report
        .targets()
        .forEach(
            (name, counts) ->
                targets
                    .putObject(name)
                    .put("items", counts.items())
                    .put("missing", counts.missing())
                    .put("extra", counts.extra())
                    .put("different", counts.different())
                    .put("rebuilt", counts.rebuilt()));
    json.set("recovery", Output.json(recovery));
    return json;
  }

  private static void inWords(VerificationReport report, PrintWriter out) {
    report
        .targets()
        .forEach(
            (name, counts) ->
                out.printf(
                    "%-16s %,9d items, %d missing, %d extra, %d different%s%n",
                    name,
                    counts.items(),
                    counts.missing(),
                    counts.extra(),
                    counts.different(),
                    counts.rebuilt() == 0 ? "" : ", " + counts.rebuilt() + " rebuilt"));
    out.println(
        report.isClean() ? "no difference in " + report.records() + " records" : "differences");
  }
}
