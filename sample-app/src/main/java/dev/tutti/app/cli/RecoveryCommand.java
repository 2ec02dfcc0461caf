package dev.tutti.app.cli;

import dev.tutti.app.wiring.RecoverySession;
import dev.tutti.tm.recovery.Codes;
import dev.tutti.tm.recovery.DrainReport;
import dev.tutti.tm.recovery.Explanation;
import dev.tutti.tm.recovery.HistoryEntry;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.recovery.Resolution;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "recovery",
    description = {
      "Shows and settles what is in doubt, on a node that runs or not: the first line says which."
    },
    subcommands = {
      RecoveryListCommand.class,
      RecoveryResolveCommand.class,
      RecoveryVitalsCommand.class
    })
final class RecoveryCommand implements Runnable {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets spec
  RecoveryCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing; they are " + spec.subcommands().keySet());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  @Command(
      name = "show",
      description = "Shows one transaction: each branch, where it stands and why.")
  int show(
      @Mixin RecoveryOptions options,
      @Parameters(paramLabel = "ID", description = "Its id, or the beginning of it.") String id)
      throws Exception {
    try (RecoverySession session = options.open()) {
      Optional<InDoubtTransaction> found = session.admin().show(id);
      if (options.json()) {
        out().println(RecoveryJson.of(session, "transaction", found));
      } else {
        out().println(session.where());
        found.ifPresentOrElse(
            t -> RecoveryWords.show(t, out()),
            () -> out().println(Output.safe(id) + " is not in doubt"));
      }
      return found.isPresent() ? ExitCode.IN_DOUBT : ExitCode.DONE;
    }
  }

  @Command(
      name = "explain",
      description = {
        "Explains a transaction or a hold: what happened, what each source holds, what each decision"
            + " leads to. Or a code, like XAER_RMFAIL or ARJUNA012117."
      })
  int explain(
      @Mixin RecoveryOptions options,
      @Parameters(paramLabel = "ID|CODE", description = "What to explain.") String subject)
      throws Exception {
    Optional<Explanation> code = Codes.explain(subject);
    if (code.isPresent()) {
      if (options.json()) {
        out().println(RecoveryJson.of("explanation", code.get()));
      } else {
        RecoveryWords.explain(code.get(), out());
      }
      return ExitCode.DONE;
    }
    try (RecoverySession session = options.open()) {
      Explanation explanation = session.admin().explain(subject);
      if (options.json()) {
        out().println(RecoveryJson.of(session, "explanation", explanation));
      } else {
        out().println(session.where());
        RecoveryWords.explain(explanation, out());
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "scan",
      description = "Runs one recovery pass: finishes what it can, and shows what is left.")
  int scan(@Mixin RecoveryOptions options) throws Exception {
    try (RecoverySession session = options.open()) {
      return scanned(options, session);
    }
  }

  private int scanned(RecoveryOptions options, RecoverySession session) {
    PrintWriter err = spec.commandLine().getErr();
    RecoveryReport report = session.admin().scan(line -> err.println(line + " so far"));
    if (options.json()) {
      out().println(RecoveryJson.about(session).setAll(Output.json(report)));
    } else {
      out().println(session.where());
      out()
          .println(
              report.isClean()
                  ? "nothing is in doubt"
                  : report.remaining().size() + " transactions in doubt");
      out().println(report.committed() + " committed, " + report.rolledBack() + " rolled back now");
    }
    Output.inWords(report, session::whyUnreachable, err);
    if (Output.inDoubt(report)) {
      return ExitCode.IN_DOUBT;
    }
    return report.unreachable().isEmpty() ? ExitCode.DONE : ExitCode.UNAVAILABLE;
  }

  @Command(
      name = "accept",
      description = "Accepts that a resource is another server than before, and scans.")
  int accept(
      @Mixin RecoveryOptions options,
      @Parameters(paramLabel = "RESOURCE", description = "Its name in the configuration.")
          String resource)
      throws Exception {
    try (RecoverySession session = options.open()) {
      session.admin().acceptIdentity(resource);
      return scanned(options, session);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  @Command(
      name = "adopt",
      description = {
        "Takes over the prepared branches of a node, or of a store (node-store), that is gone for"
            + " good. Shows what it would do; --yes does it."
      })
  int adopt(
      @Mixin RecoveryOptions options,
      @Mixin Deciding deciding,
      @Parameters(paramLabel = "NODE", description = "As list names it.") String node)
      throws Exception {
    return deciding.decide(options, node, Resolution.ADOPT);
  }

  @Command(
      name = "drain",
      description = {
        "Stops new transactions on this node, finishes what is in doubt, and says when the node can"
            + " be deleted."
      })
  int drain(
      @Mixin RecoveryOptions options,
      @Option(
              names = "--wait",
              paramLabel = "SECONDS",
              defaultValue = "60",
              description = "How long at most, 0 to 86400 (default: ${DEFAULT-VALUE}).")
          int seconds)
      throws Exception {
    if (seconds < 0 || seconds > 86_400) {
      throw new ParameterException(
          spec.commandLine(), "--wait: " + seconds + " is not between 0 and 86400");
    }
    PrintWriter err = spec.commandLine().getErr();
    try (RecoverySession session = options.open()) {
      if (!options.json()) {
        out().println(session.where());
      }
      DrainReport report =
          session.admin().drain(Duration.ofSeconds(seconds), new ChangedLines(err::println));
      if (options.json()) {
        out().println(RecoveryJson.of(session, "drain", report));
      } else {
        RecoveryWords.drained(report, out());
      }
      return report.safe() ? ExitCode.DONE : ExitCode.IN_DOUBT;
    }
  }

  @Command(name = "history", description = "What operators have decided on this node.")
  int history(@Mixin RecoveryOptions options) throws Exception {
    try (RecoverySession session = options.open()) {
      List<HistoryEntry> entries = session.admin().history();
      if (options.json()) {
        out().println(RecoveryJson.of(session, "history", entries));
      } else {
        out().println(session.where());
        RecoveryWords.history(entries, out());
      }
      return ExitCode.DONE;
    }
  }
}
