package dev.tutti.app.cli;

import dev.tutti.tm.recovery.Resolution;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "resolve",
    description = "Settles what no program may decide. Shows what it would do; --yes does it.")
final class RecoveryResolveCommand implements Callable<Integer> {

  @Mixin private RecoveryOptions options;
  @Mixin private Deciding deciding;

  @Parameters(
      paramLabel = "ID",
      description = "A transaction (its beginning is enough) or a hold, as list shows them.")
  private String id;

  @ArgGroup(multiplicity = "1")
  private Decision decision;

  /** Exactly one. */
  static final class Decision {
    @Option(names = "--commit", description = "Commit what is prepared (xa_commit).")
    private boolean commit;

    @Option(names = "--rollback", description = "Roll back what is prepared (xa_rollback).")
    private boolean rollback;

    @Option(
        names = "--forget",
        description = "Stop waiting: the resource forgets it (xa_forget), and the log too.")
    private boolean forget;

    @Option(names = "--release", description = "End a hold, and only that.")
    private boolean release;

    private Resolution resolution() {
      if (release) {
        return Resolution.RELEASE;
      }
      if (forget) {
        return Resolution.FORGET;
      }
      return rollback && !commit ? Resolution.ROLLBACK : Resolution.COMMIT;
    }
  }

  @SuppressWarnings("NullAway.Init") // picocli sets them
  RecoveryResolveCommand() {}

  @Override
  public Integer call() throws Exception {
    return deciding.decide(options, id, decision.resolution());
  }
}
