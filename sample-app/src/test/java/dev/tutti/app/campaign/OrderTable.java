package dev.tutti.app.campaign;

import dev.tutti.app.servers.RealSet;
import dev.tutti.xa.testing.DatabaseServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * A table of the mapping.
 *
 * @param name of the table
 * @param key the column of the order's number
 * @param columns what else is read
 * @param check whether a row is that of its order
 */
record OrderTable(
    DatabaseServer server, String database, String name, String key, String columns, Check check) {

  private static final int PAGE = 5_000;

  /** Whether a row is that of its order. */
  interface Check {
    boolean test(ResultSet row, Order order) throws SQLException;
  }

  static List<OrderTable> of(RealSet set) {
    return List.of(
        new OrderTable(
            set.postgres(),
            RealSet.ORDERS,
            "orders",
            "id",
            "customer, city, total, express",
            (row, order) ->
                row.getString("customer").equals(order.customer())
                    && row.getString("city").equals(order.city())
                    && row.getBigDecimal("total").compareTo(order.total()) == 0
                    && row.getBoolean("express") == order.express()),
        new OrderTable(
            set.mysql(),
            RealSet.STOCK,
            "reservation",
            "order_id",
            "sku, quantity",
            (row, order) ->
                row.getString("sku").equals(order.sku())
                    && row.getInt("quantity") == order.quantity()),
        new OrderTable(
            set.mariadb(),
            RealSet.AUDIT,
            "audit",
            "order_id",
            "customer",
            (row, order) -> row.getString("customer").equals(order.customer())));
  }

  /** Page by page, so that the size of the table does not matter. */
  void read(Numbers numbers) throws SQLException {
    try (Connection connection = server.connect(database);
        PreparedStatement page =
            connection.prepareStatement(
                "SELECT "
                    + key
                    + ", "
                    + columns
                    + " FROM "
                    + name
                    + " WHERE "
                    + key
                    + " > ? ORDER BY "
                    + key
                    + " LIMIT "
                    + PAGE)) {
      long last = 0;
      long read;
      do {
        page.setLong(1, last);
        read = 0;
        try (ResultSet rows = page.executeQuery()) {
          while (rows.next()) {
            Order order = new Order(rows.getLong(1));
            numbers.add(order.id());
            if (!check.test(rows, order)) {
              numbers.problem("order " + order.id() + " is not as it was written");
            }
            last = order.id();
            read++;
          }
        }
      } while (read == PAGE);
    }
  }
}
