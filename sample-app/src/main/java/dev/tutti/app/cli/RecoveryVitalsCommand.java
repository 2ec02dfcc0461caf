package dev.tutti.app.cli;

import dev.tutti.app.wiring.RecoverySession;
import dev.tutti.tm.recovery.Vitals;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "vitals",
    description = {
      "Shows how the node does since its start: outcomes, phase times, what is in doubt, the log,"
          + " whether it is live and ready. A running node answers at once and asks no resource."
    })
final class RecoveryVitalsCommand implements Callable<Integer> {

  @Mixin private RecoveryOptions options;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets them
  RecoveryVitalsCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (RecoverySession session = options.open()) {
      if (!session.isRunning()) {
        // Nobody has looked yet at what is in doubt.
        session.admin().list();
      }
      Vitals vitals = session.admin().vitals();
      if (options.json()) {
        out.println(RecoveryJson.of(session, "vitals", vitals));
      } else {
        out.println(session.where());
        new VitalsWords(vitals, out).print();
      }
      boolean doubt = vitals.doubt().transactions() > 0 || !vitals.recovery().holds().isEmpty();
      return doubt ? ExitCode.IN_DOUBT : ExitCode.DONE;
    }
  }
}
