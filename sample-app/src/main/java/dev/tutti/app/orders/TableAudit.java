package dev.tutti.app.orders;

import java.sql.Connection;
import java.sql.PreparedStatement;

/** The audit, in the database of orders. */
record TableAudit(OrderSources sources) implements Audit {

  @Override
  public void write(long orderId, String line) throws Exception {
    Connection orders = sources.current().use(sources.orders().participant());
    try (PreparedStatement insert =
        orders.prepareStatement("INSERT INTO audit (order_id, line) VALUES (?, ?)")) {
      insert.setLong(1, orderId);
      insert.setString(2, line);
      insert.executeUpdate();
    }
  }
}
