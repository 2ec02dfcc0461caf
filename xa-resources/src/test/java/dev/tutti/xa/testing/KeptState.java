package dev.tutti.xa.testing;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What is written down about a set of servers in its directory: their ports, which stay over stop
 * and start and which the command line reads for its configuration, and their processes while they
 * are kept.
 *
 * @param directory of the whole set
 */
record KeptState(Path directory) {

  private static final String KEEPER = "keeper";

  Path ports() {
    return directory.resolve("servers.env");
  }

  Path processes() {
    return directory.resolve("servers.pids");
  }

  Path keeperLog() {
    return directory.resolve("keeper.log");
  }

  /** The port of before, if it can be had again. */
  int port(KeptKind kind) throws IOException {
    String before = read(ports()).getProperty(kind.variable());
    if (before != null && Ports.isFree(Integer.parseInt(before))) {
      return Integer.parseInt(before);
    }
    return Ports.isFree(kind.usualPort()) ? kind.usualPort() : Ports.free();
  }

  Optional<String> knownPort(KeptKind kind) throws IOException {
    return Optional.ofNullable(read(ports()).getProperty(kind.variable()));
  }

  /** The processes last: who sees them finds the ports. */
  void write(Map<KeptKind, ? extends TestServer> servers) throws IOException {
    Properties known = read(ports());
    List<String> lines = new ArrayList<>(List.of("# Written by `tutti servers start`."));
    List<String> pids = new ArrayList<>(List.of(KEEPER + "=" + KeptProcess.of(self())));
    for (KeptKind kind : KeptKind.values()) {
      TestServer server = servers.get(kind);
      String port = server == null ? known.getProperty(kind.variable()) : server.port() + "";
      if (port != null) {
        lines.add(kind.variable() + "=" + port);
      }
      if (server != null) {
        pids.add(kind.word() + "=" + KeptProcess.of(server.pid()));
      }
    }
    replace(ports(), lines);
    replace(processes(), pids);
  }

  private static long self() {
    return ProcessHandle.current().pid();
  }

  Optional<KeptProcess> keeper() throws IOException {
    return Optional.ofNullable(read(processes()).getProperty(KEEPER)).map(KeptProcess::parse);
  }

  Map<KeptKind, KeptProcess> servers() throws IOException {
    Properties read = read(processes());
    Map<KeptKind, KeptProcess> servers = new EnumMap<>(KeptKind.class);
    for (KeptKind kind : KeptKind.values()) {
      String process = read.getProperty(kind.word());
      if (process != null) {
        servers.put(kind, KeptProcess.parse(process));
      }
    }
    return servers;
  }

  private static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      // Nothing is written down.
    }
    return properties;
  }

  private static void replace(Path file, List<String> lines) throws IOException {
    Path half = file.resolveSibling(file.getFileName() + ".half");
    Files.write(half, lines, StandardCharsets.UTF_8);
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
