package dev.tutti.app.cli;

import dev.tutti.app.wiring.FollowedNode;
import dev.tutti.app.wiring.RecoverySession;
import dev.tutti.app.wiring.Session;
import dev.tutti.tm.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every recovery command takes. */
final class RecoveryOptions {

  @Mixin private CommonOptions common;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description =
          "The store of a running program that was not started with --data; needs no configuration.")
  private @Nullable Path store;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  RecoveryOptions() {}

  boolean json() {
    return common.json();
  }

  RecoverySession open() throws IOException {
    Path asked = store;
    if (asked == null) {
      return RecoverySession.of(common.data().resolve("log"), this::own);
    }
    return RecoverySession.of(asked, () -> refuse(asked));
  }

  /** The same node for as long as the command lives, whoever runs it. */
  FollowedNode follow(Consumer<String> changed) throws IOException {
    Path asked = store;
    if (asked == null) {
      return FollowedNode.of(common.data().resolve("log"), this::own, true, changed);
    }
    return FollowedNode.of(asked, () -> refuse(asked), false, changed);
  }

  /** Where a command may keep files of its own. */
  Path data() throws IOException {
    return common.made();
  }

  private Session own() throws IOException {
    Path file = common.config();
    if (Files.exists(file)) {
      Logging.configure(file, common.data());
    }
    return Session.openForRecovery(file, common.data());
  }

  private static Session refuse(Path asked) throws IOException {
    throw new ConfigurationException(
        "--store",
        "no process answers in "
            + asked
            + ". If its program runs, set operatorSocket(true) in its TransactionSystemConfig; if it"
            + " does not, start it: it recovers at its start. A node of a configuration file is asked"
            + " with --config and --data, running or not");
  }
}
