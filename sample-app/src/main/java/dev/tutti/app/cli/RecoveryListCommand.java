package dev.tutti.app.cli;

import dev.tutti.app.wiring.RecoverySession;
import dev.tutti.tm.recovery.RecoveryList;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = {
      "Lists what is in doubt: the log joined with what every resource lists as prepared"
          + " (xa_recover). Changes nothing."
    })
final class RecoveryListCommand implements Callable<Integer> {

  private static final String CLEAR = "\u001b[H\u001b[2J";
  private static final long LOOK_FOR_STOP_MILLIS = 100;

  @Mixin private RecoveryOptions options;

  @Option(names = "--watch", description = "Again and again, until it is stopped (Ctrl-C).")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "With --watch: how often, 1 to 3600 (default: ${DEFAULT-VALUE}).")
  private int every;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them
  RecoveryListCommand() {}

  @Override
  public Integer call() throws Exception {
    if (every < 1 || every > 3600) {
      throw new ParameterException(
          spec.commandLine(), "--every: " + every + " is not between 1 and 3600");
    }
    StopSignal stop = ((TuttiCommand) spec.root().userObject()).stop();
    try (RecoverySession session = options.open()) {
      RecoveryList list = print(session);
      while (watch && waited(stop)) {
        list = print(session);
      }
      if (list.isInDoubt()) {
        return ExitCode.IN_DOUBT;
      }
      return list.unreachable().isEmpty() ? ExitCode.DONE : ExitCode.UNAVAILABLE;
    }
  }

  private RecoveryList print(RecoverySession session) {
    PrintWriter out = spec.commandLine().getOut();
    RecoveryList list = session.admin().list();
    if (options.json()) {
      out.println(RecoveryJson.of(session, "list", list));
    } else {
      boolean clear = watch && Boolean.getBoolean("tutti.terminal");
      out.print(
          (clear ? CLEAR : "")
              + session.where()
              + "\n"
              + new RecoveryTable(list, System.currentTimeMillis()).text());
      out.flush();
    }
    return list;
  }

  private boolean waited(StopSignal stop) throws InterruptedException {
    for (long left = 1000L * every; left > 0 && !stop.isAsked(); left -= LOOK_FOR_STOP_MILLIS) {
      Thread.sleep(LOOK_FOR_STOP_MILLIS);
    }
    return !stop.isAsked();
  }
}
