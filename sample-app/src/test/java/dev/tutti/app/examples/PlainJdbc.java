package dev.tutti.app.examples;

import java.sql.Connection;
import java.sql.PreparedStatement;
import javax.sql.DataSource;

/** Nothing but java.sql: the data source answers the transaction's connection. */
public record PlainJdbc(Shop shop) implements OrderDesk {

  @Override
  public void place(long id, String item) throws Exception {
    insert(shop.orders().dataSource(), "INSERT INTO purchase (id, item) VALUES (?, ?)", id, item);
    insert(shop.stock().dataSource(), "INSERT INTO reservation (id, item) VALUES (?, ?)", id, item);
    shop.announce(item);
    OrderDesk.check(item);
  }

  private static void insert(DataSource database, String sql, long id, String item)
      throws Exception {
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setLong(1, id);
      insert.setString(2, item);
      insert.executeUpdate();
    }
  }

  public static void main(String[] args) throws Exception {
    Embedded.run(PlainJdbc::new);
  }
}
