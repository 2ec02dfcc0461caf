package dev.tutti.app.servers;

import dev.tutti.xa.testing.ArtemisServer;
import dev.tutti.xa.testing.DatabaseServer;
import dev.tutti.xa.testing.MariaDbServer;
import dev.tutti.xa.testing.MysqlServer;
import dev.tutti.xa.testing.PostgresServer;
import java.nio.file.Path;
import java.util.List;

/** One of each kind of server, for a test that kills them. */
public final class RealSet implements AutoCloseable {

  public static final String ORDERS = "orders";
  public static final String STOCK = "stock";
  public static final String AUDIT = "audit";

  private final PostgresServer postgres;
  private final MysqlServer mysql;
  private final MariaDbServer mariadb;
  private final ArtemisServer artemis;

  private RealSet(Path directory) {
    postgres = new PostgresServer(directory.resolve("postgresql"));
    mysql = new MysqlServer(directory.resolve("mysql"));
    mariadb = new MariaDbServer(directory.resolve("mariadb"));
    artemis = new ArtemisServer(directory.resolve("artemis"));
  }

  /** Starts all of them, with a database in each. */
  public static RealSet start(Path directory) {
    RealSet set = new RealSet(directory);
    try {
      set.startAll();
      set.postgres.createDatabase(ORDERS);
      set.mysql.createDatabase(STOCK);
      set.mariadb.createDatabase(AUDIT);
      return set;
    } catch (RuntimeException | Error e) {
      set.close();
      throw e;
    }
  }

  /** Starts those that do not run. */
  public void startAll() {
    outside().forEach(o -> o.server().start());
  }

  public PostgresServer postgres() {
    return postgres;
  }

  public MysqlServer mysql() {
    return mysql;
  }

  public MariaDbServer mariadb() {
    return mariadb;
  }

  public ArtemisServer artemis() {
    return artemis;
  }

  /** A database's address for a resource, which says itself what it wants of TLS. */
  public static String address(DatabaseServer server, String database) {
    // Without TLS a MySQL that was just started tells a new client its key, or refuses it.
    return server.url(database).replaceAll("sslMode=[^&]*&?", "").replaceAll("\\?$", "");
  }

  /** The broker, for a plain client. */
  public BrokerOutside broker() {
    return new BrokerOutside(artemis);
  }

  /** All of them, always in this order. */
  public List<Outside> outside() {
    return List.of(
        new PostgresOutside(postgres, ORDERS),
        new MysqlOutside(mysql, STOCK),
        new MysqlOutside(mariadb, AUDIT),
        broker());
  }

  @Override
  public void close() {
    // Also if one of them does not stop.
    try (postgres;
        mysql;
        mariadb) {
      artemis.close();
    }
  }
}
