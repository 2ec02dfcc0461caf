package dev.tutti.app.soak;

import dev.tutti.app.servers.RealSet;
import dev.tutti.xa.testing.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a server is, also for another process.
 *
 * @param url its address
 * @param user who works there
 * @param password of the user
 */
record Endpoint(String url, String user, String password) {

  /** In the order of the set. */
  static List<Endpoint> of(RealSet set) {
    return List.of(
        of(set.postgres(), RealSet.ORDERS),
        of(set.mysql(), RealSet.STOCK),
        of(set.mariadb(), RealSet.AUDIT),
        new Endpoint(set.artemis().url(), set.artemis().user(), set.artemis().password()));
  }

  private static Endpoint of(DatabaseServer server, String database) {
    return new Endpoint(RealSet.address(server, database), server.user(), server.password());
  }

  /** For a command line. */
  static List<String> words(List<Endpoint> servers) {
    List<String> words = new ArrayList<>();
    servers.forEach(s -> words.addAll(List.of(s.url(), s.user(), s.password())));
    return words;
  }

  static List<Endpoint> of(List<String> words) {
    List<Endpoint> servers = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 3) {
      servers.add(new Endpoint(words.get(i), words.get(i + 1), words.get(i + 2)));
    }
    return servers;
  }

  /** The tables that {@link SoakSystem} writes to. */
  static void createTables(RealSet set) throws SQLException {
    create(
        set.postgres(), RealSet.ORDERS, "soak_order (id BIGINT PRIMARY KEY, total NUMERIC(9,2))");
    create(
        set.mysql(),
        RealSet.STOCK,
        "soak_reservation (id BIGINT PRIMARY KEY, sku VARCHAR(20)) ENGINE=InnoDB");
    create(
        set.mariadb(),
        RealSet.AUDIT,
        "soak_audit (id BIGINT PRIMARY KEY, line VARCHAR(40)) ENGINE=InnoDB");
  }

  private static void create(DatabaseServer server, String database, String table)
      throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + table);
    }
  }
}
