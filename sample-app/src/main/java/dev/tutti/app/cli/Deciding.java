package dev.tutti.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tutti.app.wiring.RecoverySession;
import dev.tutti.tm.recovery.Approval;
import dev.tutti.tm.recovery.Resolution;
import dev.tutti.tm.recovery.ResolutionPlan;
import dev.tutti.tm.recovery.ResolutionResult;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** An operator's decision: shown first, performed with {@code --yes}. */
final class Deciding {

  @Option(names = "--dry-run", description = "Only show what it would do. This is the default.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do it.")
  private boolean yes;

  @Option(
      names = "--force",
      description = "Even if the sources could differ afterwards; needs --reason.")
  private boolean force;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; the history keeps it.")
  private String reason = "";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets spec
  Deciding() {}

  int decide(RecoveryOptions options, String subject, Resolution resolution) throws Exception {
    if (yes && dryRun) {
      throw new ParameterException(spec.commandLine(), "--yes and --dry-run exclude each other");
    }
    if (force && reason.isBlank()) {
      throw new ParameterException(spec.commandLine(), "--force needs --reason \"...\"");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (RecoverySession session = options.open()) {
      ResolutionPlan plan = session.admin().plan(subject, resolution);
      ObjectNode json = RecoveryJson.of(session, "plan", plan);
      if (!options.json()) {
        out.println(session.where());
        show(plan, out);
      }
      int code = plan.refusal().isPresent() ? ExitCode.IN_DOUBT : ExitCode.DONE;
      if (yes && plan.refusal().isEmpty()) {
        ResolutionResult result =
            session.admin().perform(plan, new Approval(user(), reason, force));
        code = result.complete() ? ExitCode.DONE : ExitCode.IN_DOUBT;
        json.set("result", RecoveryJson.of("result", result).get("result"));
        if (!options.json()) {
          done(result, plan, out);
        }
      } else if (!options.json()) {
        out.println("nothing was done" + (code == ExitCode.DONE ? how(plan) : ""));
      }
      if (options.json()) {
        out.println(json);
      }
      return code;
    }
  }

  private static String user() {
    String name = System.getProperty("user.name", "");
    return name.isBlank() ? "unknown" : name;
  }

  private static String how(ResolutionPlan plan) {
    return plan.isDone()
        ? ""
        : "; to do it, add: --yes" + (plan.mixes() ? " --force --reason \"...\"" : "");
  }

  private static void show(ResolutionPlan plan, PrintWriter out) {
    out.println(RecoveryWords.word(plan.resolution()) + " " + Output.safe(plan.subject()));
    RecoveryWords.part("now", plan.before(), out);
    RecoveryWords.part("it would", plan.steps(), out);
    RecoveryWords.part("what that means", plan.consequences(), out);
    RecoveryWords.part(
        plan.mixes() ? "sources could differ afterwards" : "what differs between the sources",
        plan.difference(),
        out);
    plan.refusal().ifPresent(why -> out.println("  it cannot be done: " + Output.safe(why)));
  }

  private static void done(ResolutionResult result, ResolutionPlan plan, PrintWriter out) {
    if (plan.isDone()) {
      out.println("nothing was left to do");
      return;
    }
    out.println("done, as number " + result.number() + " of the history:");
    result.results().forEach(line -> out.println("  " + Output.safe(line)));
    RecoveryWords.part("what differs between the sources now", result.difference(), out);
    if (!result.complete()) {
      out.println("not everything could be done: do it again when the sources answer");
    }
  }
}
