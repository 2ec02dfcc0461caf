package dev.tutti.xa.testing;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * One server of each kind for all tests of this JVM: started when first asked for, stopped when the
 * tests have ended. Who kills one, or changes what others see, asks for a private one: {@link
 * RealServers}.
 */
public final class Servers {

  private static final Map<Class<? extends TestServer>, Function<Path, TestServer>> KINDS =
      Map.of(
          PostgresServer.class, PostgresServer::new,
          MysqlServer.class, MysqlServer::new,
          MariaDbServer.class, MariaDbServer::new,
          ArtemisServer.class, ArtemisServer::new);

  private static final Map<Class<?>, TestServer> SHARED = new LinkedHashMap<>();

  private Servers() {}

  /** The shared PostgreSQL, running. */
  public static PostgresServer postgres() {
    return shared(PostgresServer.class);
  }

  /** The shared MySQL, running. */
  public static MysqlServer mysql() {
    return shared(MysqlServer.class);
  }

  /** The shared MariaDB, running. */
  public static MariaDbServer mariadb() {
    return shared(MariaDbServer.class);
  }

  /** The shared Artemis, running. */
  public static ArtemisServer artemis() {
    return shared(ArtemisServer.class);
  }

  /**
   * The shared one of a kind, running.
   *
   * @throws ServerMissingException if this machine lacks something that it needs
   */
  public static synchronized <S extends TestServer> S shared(Class<S> kind) {
    S server = kind.cast(SHARED.get(kind));
    if (server == null) {
      server = create(kind, SharedDirectory.path().resolve(kind.getSimpleName()));
      SHARED.put(kind, server);
    }
    server.start();
    return server;
  }

  /**
   * For a test that starts all kinds by other means.
   *
   * @throws ServerMissingException if this machine lacks something that one of them needs
   */
  public static void require() {
    for (KeptKind kind : KeptKind.values()) {
      AbstractServer server = kind.server(Binaries.base(), kind.usualPort());
      Requirements.check(server.name(), server.missing());
    }
  }

  /** One of a kind that is not started yet. */
  static <S extends TestServer> S create(Class<S> kind, Path directory) {
    return kind.cast(KINDS.get(kind).apply(directory));
  }

  static Set<Class<? extends TestServer>> kinds() {
    return KINDS.keySet();
  }

  /** Their data goes with them; who asks again gets new ones. */
  static synchronized void stopAll() {
    SHARED.values().parallelStream().forEach(TestServer::kill);
    SHARED.clear();
  }
}
