package dev.tutti.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tutti.app.sync.SyncReport;
import dev.tutti.app.sync.SyncRun;
import dev.tutti.app.sync.Targets;
import dev.tutti.app.wiring.Session;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.RecoveryReport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "sync",
    description = {
      "Writes each record of a file to every source of the mapping, all together or not at all.",
      "Run it again as often as you like: what was written before is a duplicate."
    })
final class SyncCommand implements Callable<Integer> {

  /** What follows a record that is wrong. */
  enum OnError {
    STOP,
    SKIP
  }

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "FILE", description = "One JSON object in each line.")
  private Path file;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "8",
      description = "Records at once, 1 to 256 (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--on-error",
      paramLabel = "stop|skip",
      defaultValue = "stop",
      description = "After a record that is wrong (default: ${DEFAULT-VALUE}).")
  private OnError onError;

  @ParentCommand private TuttiCommand parent;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them
  SyncCommand() {}

  @Override
  public Integer call() throws Exception {
    if (threads < 1 || threads > 256) {
      throw new ParameterException(
          spec.commandLine(), "--threads: " + threads + " is not between 1 and 256");
    }
    InputFile.check(spec.commandLine(), file);
    StopSignal stop = parent.stop();
    PrintWriter err = spec.commandLine().getErr();
    try (Session session = common.open()) {
      RecoveryReport before = session.recovery().scan();
      Output.inWords(before, session::whyUnreachable, err);
      if (!before.unreachable().isEmpty()) {
        return answer(ExitCode.UNAVAILABLE, none(), Set.of());
      }
      Targets targets = session.targets();
      SyncReport report;
      try (Progress progress = new Progress(err, Files.size(file), !common.json())) {
        report =
            new SyncRun(
                    session.writes(),
                    targets,
                    threads,
                    onError == OnError.SKIP,
                    () -> session.recovery().scan(),
                    progress,
                    stop::isAsked)
                .run(file);
      }
      RecoveryReport after = before;
      if (!report.pendingTransactions().isEmpty() || report.inDoubt()) {
        after = session.recovery().scan();
        Output.inWords(after, session::whyUnreachable, err);
      }
      Set<String> pending = new HashSet<>(report.pendingTransactions());
      pending.retainAll(after.remaining().stream().map(InDoubtTransaction::id).toList());
      return answer(stop.exitCode(code(report, pending, after)), report, pending);
    }
  }

  private static int code(SyncReport report, Set<String> pending, RecoveryReport after) {
    if (report.inDoubt() || !pending.isEmpty() || Output.inDoubt(after)) {
      return ExitCode.IN_DOUBT;
    }
    if (report.unavailable()) {
      return ExitCode.UNAVAILABLE;
    }
    return report.rejected() == 0 ? ExitCode.DONE : ExitCode.DIFFERENCES;
  }

  private static SyncReport none() {
    return new SyncReport(0, 0, 0, 0, Set.of(), true, false, false, java.time.Duration.ZERO, 0, 0);
  }

  private int answer(int code, SyncReport report, Set<String> pending) {
    PrintWriter out = spec.commandLine().getOut();
    // What recovery has finished meanwhile is committed.
    long committed = report.committed() + report.pendingTransactions().size() - pending.size();
    double seconds = report.elapsed().toMillis() / 1e3;
    if (common.json()) {
      ObjectNode json = Output.object();
      json.put("file", file.toString());
      json.put("records", report.records());
      json.put("committed", committed);
      json.put("duplicates", report.duplicates());
      json.put("rejected", report.rejected());
      json.put("pending", pending.size());
      json.put("complete", report.complete());
      json.put("seconds", seconds);
      json.put("recordsPerSecond", Math.round(report.recordsPerSecond()));
      json.put("p50Millis", report.p50Millis());
      json.put("p99Millis", report.p99Millis());
      json.put("exit", code);
      out.println(json);
    } else {
      out.printf(
          Locale.ROOT,
          "%d committed, %d duplicates, %d rejected, %d pending%s%n",
          committed,
          report.duplicates(),
          report.rejected(),
          pending.size(),
          report.complete() ? "" : " (not to the end of the file; run it again to go on)");
      out.printf(
          Locale.ROOT,
          "%.0f records/s in %.1f s, p50 %.1f ms, p99 %.1f ms%n",
          report.recordsPerSecond(),
          seconds,
          report.p50Millis(),
          report.p99Millis());
    }
    return code;
  }
}
