package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tutti.app.servers.RealSet;
import dev.tutti.tm.testing.ChildJvm;
import dev.tutti.xa.testing.DatabaseServer;
import dev.tutti.xa.testing.MysqlServer;
import dev.tutti.xa.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * A node that wrote one order to PostgreSQL and MySQL and was killed between its two commits, with
 * MySQL hanging; then MySQL was killed too.
 */
record KilledShop(Path config, Path data) {

  static KilledShop of(Path dir, PostgresServer orders, MysqlServer stock) throws Exception {
    furnish(orders, "orders");
    furnish(stock, "stock");
    KilledShop shop =
        new KilledShop(
            Files.writeString(dir.resolve("shop.yaml"), yaml(dir, orders, stock)),
            dir.resolve("data"));
    shop.killBetweenTheCommits(dir, orders, stock);
    return shop;
  }

  private void killBetweenTheCommits(Path dir, PostgresServer orders, MysqlServer stock)
      throws Exception {
    Path output = dir.resolve("output.txt");
    Process process =
        ChildJvm.start(output, BetweenCommits.class, config.toString(), data.toString());
    try {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(output).content().contains(BetweenCommits.DECIDED));
      stock.freeze();
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      await().atMost(Duration.ofMinutes(1)).until(() -> rows(orders, "orders") == 1);
    } finally {
      process.destroyForcibly().waitFor();
    }
    stock.kill();
  }

  private static void furnish(DatabaseServer server, String database) throws SQLException {
    server.createDatabase(database);
    try (Connection connection = server.admin(database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE placed (id INT PRIMARY KEY)");
      if (server instanceof PostgresServer) {
        statement.execute("GRANT ALL ON placed TO " + server.user());
      }
    }
  }

  /** How many orders a database holds. */
  static int rows(DatabaseServer server, String database) throws SQLException {
    try (Connection connection = server.admin(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM placed")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static String yaml(Path dir, PostgresServer orders, MysqlServer stock)
      throws IOException {
    Files.writeString(dir.resolve("orders.password"), orders.password());
    Files.writeString(dir.resolve("stock.password"), stock.password());
    return String.join(
        "\n",
        List.of(
            "tutti: {node: shop}",
            "tm: {recovery-interval: 1h}",
            "resources:",
            "  orders:",
            "    kind: postgresql",
            "    url: \"" + RealSet.address(orders, "orders") + "\"",
            "    user: " + orders.user(),
            "    password-file: orders.password",
            "  stock:",
            "    kind: mysql",
            "    url: \"" + RealSet.address(stock, "stock") + "\"",
            "    user: " + stock.user(),
            "    password-file: stock.password",
            ""));
  }
}
