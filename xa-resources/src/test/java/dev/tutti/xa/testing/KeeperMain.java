package dev.tutti.xa.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps a set of servers until it is told to end (SIGTERM), or its directory is gone: then it stops
 * them. If it is killed, they are killed: {@link Leash}.
 */
final class KeeperMain {

  private static final int GLANCE_MILLIS = 1_000;

  private KeeperMain() {}

  /** A directory, then the words of {@link KeptKind}. */
  public static void main(String[] args) throws Exception {
    KeptState state = new KeptState(Path.of(args[0]));
    List<KeptKind> kinds =
        Arrays.stream(args).skip(1).map(word -> KeptKind.of(word).orElseThrow()).toList();
    try (FileChannel channel =
            FileChannel.open(
                state.directory().resolve("keeper.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw new IllegalStateException("another process keeps " + state.directory());
      }
      keep(state, kinds);
    }
  }

  private static void keep(KeptState state, List<KeptKind> kinds) throws Exception {
    Map<KeptKind, AbstractServer> servers = new EnumMap<>(KeptKind.class);
    for (KeptKind kind : kinds) {
      servers.put(kind, kind.server(state.directory(), state.port(kind)));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(state, servers), "stop"));
    servers.entrySet().parallelStream().forEach(one -> start(one.getKey(), one.getValue()));
    state.write(servers);
    while (Files.exists(state.processes())) {
      Thread.sleep(GLANCE_MILLIS);
    }
  }

  private static void start(KeptKind kind, AbstractServer server) {
    server.start();
    if (server instanceof DatabaseServer databases) {
      kind.database().filter(name -> !has(databases, name)).ifPresent(databases::createDatabase);
    }
  }

  private static boolean has(DatabaseServer server, String database) {
    try {
      server.connect(database).close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private static void stop(KeptState state, Map<KeptKind, AbstractServer> servers) {
    servers.values().parallelStream().forEach(AbstractServer::stop);
    try {
      Files.deleteIfExists(state.processes());
    } catch (IOException e) {
      System.err.println(e);
    }
  }
}
