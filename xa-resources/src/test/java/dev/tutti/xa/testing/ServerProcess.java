package dev.tutti.xa.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** One process with all that it started, ended by their own handles. */
final class ServerProcess {

  private static final Duration KILL_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

  private final Process process;

  private ServerProcess(Process process) {
    this.process = process;
  }

  static ServerProcess start(List<String> command, File directory, Path log) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      Leash.hold(process.pid());
      return new ServerProcess(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** A process that is halted can still be killed, and starts no other in between. */
  void kill() {
    signal("STOP", List.of(process.toHandle()));
    List<ProcessHandle> all = tree();
    all.forEach(ProcessHandle::destroyForcibly);
    awaitGone(all, KILL_LIMIT);
  }

  /** Closes its input and sends it a signal; kills it if that does not help. */
  void stop(String signal) {
    List<ProcessHandle> all = tree();
    try {
      process.getOutputStream().close();
      signal(signal, List.of(process.toHandle()));
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
        throw new IllegalStateException(
            "process " + pid() + " had to be killed: not stopped after " + STOP_LIMIT);
      }
      awaitGone(all, KILL_LIMIT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  void freeze() {
    // First the one that starts others.
    signal("STOP", List.of(process.toHandle()));
    signal("STOP", tree());
  }

  void thaw() {
    signal("CONT", tree());
  }

  private List<ProcessHandle> tree() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  private static void signal(String name, List<ProcessHandle> to) {
    List<String> command = new ArrayList<>(List.of("kill", "-s", name));
    to.stream()
        .filter(ProcessStat::alive)
        .map(handle -> Long.toString(handle.pid()))
        .forEach(command::add);
    if (command.size() > 3) {
      // A child that has just ended is no error.
      Commands.run(command, null);
    }
  }

  /** Ours is gone when it was waited for: before, one of its threads may still hold the port. */
  private void awaitGone(List<ProcessHandle> all, Duration limit) {
    Awaitility.await("the end of the server's processes")
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .atMost(limit)
        .until(() -> !process.isAlive() && all.stream().noneMatch(ProcessStat::alive));
  }
}
