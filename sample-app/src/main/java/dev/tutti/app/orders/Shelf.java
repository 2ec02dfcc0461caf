package dev.tutti.app.orders;

import dev.tutti.app.sync.TableSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads what is committed, outside of transactions. */
record Shelf(OrderSources sources) {

  Holdings holdings(long id, String property) throws Exception {
    AtomicInteger messages = new AtomicInteger();
    sources
        .events()
        .browse(
            OrderSources.QUEUE,
            message -> {
              try {
                if (message.propertyExists(property) && message.getLongProperty(property) == id) {
                  messages.incrementAndGet();
                }
              } catch (jakarta.jms.JMSException e) {
                throw new IllegalStateException("a message cannot be read", e);
              }
            });
    AtomicInteger entries = new AtomicInteger();
    sources
        .cache()
        .forEach(
            (key, row, rebuilt) -> {
              if (key.equals(String.valueOf(id))) {
                entries.incrementAndGet();
              }
            });
    return new Holdings(
        count(sources.orders(), "SELECT COUNT(*) FROM orders WHERE id = ?", id),
        count(sources.stock(), "SELECT COUNT(*) FROM reservation WHERE order_id = ?", id),
        messages.get(),
        entries.get(),
        count(sources.orders(), "SELECT COUNT(*) FROM audit WHERE order_id = ?", id));
  }

  private static int count(TableSource table, String sql, long id) throws SQLException {
    try (Connection connection = table.committed().getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, id);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }
}
