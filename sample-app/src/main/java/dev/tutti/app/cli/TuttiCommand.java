package dev.tutti.app.cli;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the commands. */
@Command(
    name = "tutti",
    description = "Writes records to many sources: all together, or not at all.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    scope = picocli.CommandLine.ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:differences, or records that were rejected",
      "2:wrong usage or configuration",
      "3:a source, or the log, cannot be used now",
      "4:something is in doubt or held",
      "130,143:stopped by SIGINT or SIGTERM, after finishing what was in flight"
    },
    subcommands = {
      InitCommand.class,
      SyncCommand.class,
      VerifyCommand.class,
      RecoveryCommand.class,
      DoctorCommand.class,
      ServeCommand.class,
      SampleCommand.class,
      DemoCommand.class,
      ServersCommand.class,
      GenerateCompletion.class
    })
final class TuttiCommand implements Runnable {

  private final StopSignal stop;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets spec
  TuttiCommand(StopSignal stop) {
    this.stop = stop;
  }

  StopSignal stop() {
    return stop;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing; they are " + spec.subcommands().keySet());
  }
}
