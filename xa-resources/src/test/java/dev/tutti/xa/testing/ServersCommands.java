package dev.tutti.xa.testing;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * What {@code tutti servers} does.
 *
 * @param state of the set
 * @param out for what was asked
 * @param err for what is wrong
 */
record ServersCommands(KeptState state, PrintStream out, PrintStream err) {

  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(2);

  int start(List<KeptKind> kinds) throws Exception {
    Map<KeptKind, KeptProcess> before = state.servers();
    if (state.keeper().filter(KeptProcess::alive).isPresent()) {
      err.println(
          "tutti: already started: "
              + names(before.keySet().stream())
              + (before.keySet().containsAll(kinds) ? "" : "; to start others too, stop them first")
              + " (tutti servers status shows them)");
      return before.keySet().containsAll(kinds) ? ServersMain.DONE : ServersMain.USAGE;
    }
    if (isMissing(kinds)) {
      return ServersMain.UNAVAILABLE;
    }
    Files.createDirectories(
        state.directory(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    Files.deleteIfExists(state.processes());
    err.println("tutti: starting " + names(kinds.stream()) + " ...");
    Process keeper = keeper(kinds);
    Awaitility.await("the servers to run")
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .atMost(START_LIMIT)
        .until(() -> Files.exists(state.processes()) || !keeper.isAlive());
    if (!Files.exists(state.processes())) {
      err.println("tutti: they did not start: " + reason() + "; see " + state.keeperLog());
      return ServersMain.UNAVAILABLE;
    }
    return status();
  }

  /** Says which ones this machine cannot run, each in one line with what to do about it. */
  private boolean isMissing(List<KeptKind> kinds) {
    List<KeptKind> others = new ArrayList<>(kinds);
    for (KeptKind kind : kinds) {
      AbstractServer server = kind.server(state.directory(), kind.usualPort());
      Optional<String> missing = server.missing();
      if (missing.isPresent()) {
        others.remove(kind);
        err.println("tutti: " + server.name() + " cannot run here: " + missing.get());
      }
    }
    if (others.size() < kinds.size() && !others.isEmpty()) {
      err.println("tutti: without it: tutti servers start " + names(others.stream(), " "));
    }
    return others.size() < kinds.size();
  }

  /** In a session of its own, so that nothing that ends this command's terminal ends it. */
  private Process keeper(List<KeptKind> kinds) throws IOException {
    List<String> command = new ArrayList<>();
    command.add("setsid");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
    command.add("-Dtutti.servers.dir=" + Binaries.base());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.addAll(List.of(KeeperMain.class.getName(), state.directory().toString()));
    kinds.forEach(kind -> command.add(kind.word()));
    return new ProcessBuilder(command)
        .directory(state.directory().toFile())
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectErrorStream(true)
        .redirectOutput(state.keeperLog().toFile())
        .start();
  }

  private String reason() throws IOException {
    try (Stream<String> lines = Files.lines(state.keeperLog(), StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("Exception in thread"))
          .map(line -> line.substring(line.indexOf(": ") + 2))
          .findFirst()
          .orElse("their keeper ended");
    }
  }

  int status() throws IOException {
    Map<KeptKind, KeptProcess> servers = state.servers();
    boolean all = !servers.isEmpty();
    for (KeptKind kind : KeptKind.values()) {
      KeptProcess process = servers.get(kind);
      boolean running = process != null && process.alive();
      all &= running || process == null;
      out.printf(
          Locale.ROOT,
          "%-9s 127.0.0.1:%-6s %-12s %s%n",
          kind.word(),
          state.knownPort(kind).orElse("-"),
          running ? "running" : "not running",
          running ? "pid " + process.pid() : "");
    }
    return all ? ServersMain.DONE : ServersMain.UNAVAILABLE;
  }

  int stop() throws IOException {
    Optional<KeptProcess> keeper = state.keeper();
    Map<KeptKind, KeptProcess> servers = state.servers();
    List<KeptProcess> all = new ArrayList<>(servers.values());
    keeper.ifPresent(all::add);
    if (all.stream().noneMatch(KeptProcess::alive)) {
      Files.deleteIfExists(state.processes());
      out.println("nothing is running of " + state.directory());
      return ServersMain.DONE;
    }
    Optional<ProcessHandle> alive = keeper.flatMap(KeptProcess::handle);
    if (alive.isPresent()) {
      alive.get().destroy();
    } else {
      // Their keeper was killed, and so were they, or nearly.
      servers.values().forEach(one -> one.handle().ifPresent(ProcessHandle::destroyForcibly));
    }
    Awaitility.await("the end of the servers")
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .atMost(STOP_LIMIT)
        .until(() -> all.stream().noneMatch(KeptProcess::alive));
    Files.deleteIfExists(state.processes());
    out.println("stopped: " + names(servers.keySet().stream()));
    return ServersMain.DONE;
  }

  private static String names(Stream<KeptKind> kinds) {
    return names(kinds, ", ");
  }

  private static String names(Stream<KeptKind> kinds, String between) {
    return kinds.map(KeptKind::word).collect(Collectors.joining(between));
  }
}
