package dev.tutti.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** For the help only: the launcher runs it, since the servers are not part of the tool. */
@Command(
    name = "servers",
    description =
        "Starts, stops or shows real servers for config/servers.yaml (start|stop|status).")
final class ServersCommand implements Callable<Integer> {

  @Parameters(arity = "0..*", paramLabel = "start|stop|status", description = "What to do.")
  private List<String> words = List.of();

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets spec
  ServersCommand() {}

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "only the launcher can: sample-app/tutti servers " + String.join(" ", words));
  }
}
