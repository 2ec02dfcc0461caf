package dev.tutti.app.campaign;

import dev.tutti.app.servers.RealSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A configuration over the set's servers; secrets come from the environment. */
@SuppressWarnings("InlineFormatString") // the file is easier to read in one piece
final class ServersConfig {

  private static final String TEXT =
      """
      tutti:
        node: servers
        init: auto
      tm:
        timeout: 30s
        recovery-interval: 1s
        drain: 2s
        receipt-retention: 30d
        key-wait: 2s
      receipts: orders
      resources:
        orders:
          kind: postgresql
          url: "%s"
          user: app
          password: ${APP_PASSWORD}
          schema: orders.sql
        stock:
          kind: mysql
          url: "%s"
          user: app
          password: ${APP_PASSWORD}
          schema: stock.sql
        audit:
          kind: mariadb
          url: "%s"
          user: app
          password: ${APP_PASSWORD}
          schema: audit.sql
        events:
          kind: artemis
          url: "%s"
          user: app
          password: ${APP_PASSWORD}
          queues: [order-placed]
      mapping:
        key: "order-{id}"
        tables:
          orders:
            resource: orders
            table: orders
            write: insert
            key: id
            columns:
              id: "{id}"
              customer: "{customer}"
              city: "{city}"
              total: "{total}"
              placed_at: "{placedAt}"
              express: "{express}"
          stock:
            resource: stock
            table: reservation
            write: insert
            key: order_id
            columns:
              order_id: "{id}"
              sku: "{sku}"
              quantity: "{quantity}"
          audit:
            resource: audit
            table: audit
            write: insert
            key: order_id
            columns:
              order_id: "{id}"
              customer: "{customer}"
        queues:
          events:
            resource: events
            queue: order-placed
      """;

  private ServersConfig() {}

  static Map<String, String> environment(RealSet set) {
    return Map.of("APP_PASSWORD", set.postgres().password());
  }

  static Path file(Path dir, RealSet set) throws IOException {
    Files.writeString(
        dir.resolve("orders.sql"),
        "CREATE TABLE IF NOT EXISTS orders (id BIGINT PRIMARY KEY, customer VARCHAR(100) NOT NULL,"
            + " city VARCHAR(100) NOT NULL, total NUMERIC(12,2) NOT NULL,"
            + " placed_at TIMESTAMP WITH TIME ZONE NOT NULL, express BOOLEAN NOT NULL);");
    Files.writeString(
        dir.resolve("stock.sql"),
        "CREATE TABLE IF NOT EXISTS reservation (order_id BIGINT PRIMARY KEY,"
            + " sku VARCHAR(40) NOT NULL, quantity INT NOT NULL) ENGINE=InnoDB;");
    Files.writeString(
        dir.resolve("audit.sql"),
        "CREATE TABLE IF NOT EXISTS audit (order_id BIGINT PRIMARY KEY,"
            + " customer VARCHAR(100) NOT NULL) ENGINE=InnoDB;");
    return Files.writeString(
        dir.resolve("servers.yaml"),
        String.format(
            TEXT,
            RealSet.address(set.postgres(), RealSet.ORDERS),
            RealSet.address(set.mysql(), RealSet.STOCK),
            RealSet.address(set.mariadb(), RealSet.AUDIT),
            set.artemis().url()));
  }
}
