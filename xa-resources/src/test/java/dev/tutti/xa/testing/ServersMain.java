package dev.tutti.xa.testing;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command {@code tutti servers}: real servers on 127.0.0.1 for a person to try things on. They
 * outlive the command: a process of its own keeps them, see {@link KeeperMain}.
 */
public final class ServersMain {

  static final int DONE = 0;
  static final int USAGE = 2;
  static final int UNAVAILABLE = 3;

  private static final String HELP =
      """
      Usage: tutti servers start [--data DIR] [SERVER...]
             tutti servers status|stop [--data DIR]
      Real servers on 127.0.0.1, for config/servers.yaml. They run until they are stopped; their
      data stays, and they find it when they are started again.
            SERVER       %s (default: all of them)
            --data DIR   Where their data and ports are (default: .data-servers in Tutti's sample-app,
                           or here).
      """;

  private ServersMain() {}

  /**
   * Runs the command and ends the process.
   *
   * @param args start, status or stop, and what belongs to it
   */
  public static void main(String[] args) throws Exception {
    System.exit(run(System.out, System.err, args));
  }

  static int run(PrintStream out, PrintStream err, String... args) throws Exception {
    List<String> words = new ArrayList<>(List.of(args));
    if (words.remove("--help") || words.remove("-h")) {
      out.print(HELP.formatted(String.join(", ", KeptKind.words())));
      return DONE;
    }
    Optional<Path> directory = directory(words);
    if (directory.isEmpty()) {
      return refuse(err, "--data: a directory is missing");
    }
    if (words.isEmpty()) {
      return refuse(err, "one of start, status and stop is missing");
    }
    ServersCommands commands = new ServersCommands(new KeptState(directory.get()), out, err);
    String verb = words.remove(0);
    return switch (verb) {
      case "start" -> start(commands, err, words);
      case "status" -> words.isEmpty() ? commands.status() : tooMuch(err, verb, words);
      case "stop" -> words.isEmpty() ? commands.stop() : tooMuch(err, verb, words);
      default -> refuse(err, verb + " is none of start, status and stop");
    };
  }

  private static int tooMuch(PrintStream err, String verb, List<String> words) {
    return refuse(
        err, verb + " is about all of them and takes nothing but --data, not " + words.get(0));
  }

  private static int start(ServersCommands commands, PrintStream err, List<String> words)
      throws Exception {
    List<KeptKind> kinds = new ArrayList<>();
    for (String word : words) {
      Optional<KeptKind> kind = KeptKind.of(word);
      if (kind.isEmpty()) {
        return refuse(err, word + " is no server; they are " + String.join(", ", KeptKind.words()));
      }
      kinds.add(kind.get());
    }
    return commands.start(kinds.isEmpty() ? List.of(KeptKind.values()) : kinds);
  }

  /** Takes {@code --data DIR} out of the words; empty if DIR is missing. */
  private static Optional<Path> directory(List<String> words) {
    String home = System.getProperty("tutti.home", "");
    String directory = Path.of(home).resolve(".data-servers").toString();
    int at = words.indexOf("--data");
    if (at >= 0) {
      words.remove(at);
      if (at == words.size()) {
        return Optional.empty();
      }
      directory = words.remove(at);
    }
    return Optional.of(Path.of(directory).toAbsolutePath().normalize());
  }

  private static int refuse(PrintStream err, String what) {
    err.println("tutti: " + what + " (tutti servers --help shows all)");
    return USAGE;
  }
}
