package dev.tutti.xa.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** PostgreSQL refuses to be started by root. */
final class Unprivileged {

  // Another user's name in a user namespace of its own; the files stay ours.
  private static final List<String> NAMESPACE = List.of("unshare", "-U");
  private static final List<String> NOBODY =
      List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");

  private static final boolean ROOT = Commands.run("id", "-u").output().equals("0");
  private static final boolean NAMESPACES = ROOT && succeeds("unshare", "-U", "true");

  private Unprivileged() {}

  static Optional<String> missing() {
    return !ROOT || NAMESPACES || succeeds("setpriv", "--version")
        ? Optional.empty()
        : Optional.of(
            "it refuses to run as root, and neither unshare nor setpriv works;"
                + " run the tests as another user or install util-linux");
  }

  /** The command as this user, or as one that is not root. */
  static List<String> command(List<String> command) {
    if (!ROOT) {
      return command;
    }
    List<String> all = new ArrayList<>(NAMESPACES ? NAMESPACE : NOBODY);
    all.addAll(command);
    return all;
  }

  /** Gives a directory to the user under whose number the command runs. */
  static void own(String directory) {
    if (ROOT && !NAMESPACES) {
      Commands.run("chown", "-R", "nobody:nogroup", directory);
    }
  }

  private static boolean succeeds(String... command) {
    return Commands.run(command).exit() == 0;
  }
}
