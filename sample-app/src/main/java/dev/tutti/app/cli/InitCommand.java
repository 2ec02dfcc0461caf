package dev.tutti.app.cli;

import dev.tutti.app.wiring.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "init",
    description = "Creates the tables and queues that the configuration names, where missing.")
final class InitCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets spec
  InitCommand() {}

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    try (Session session = common.open()) {
      int statements = session.init();
      if (common.json()) {
        out.println(Output.object().put("statements", statements));
      } else {
        out.println("ready: " + statements + " schema statements run");
      }
    }
    return ExitCode.DONE;
  }
}
