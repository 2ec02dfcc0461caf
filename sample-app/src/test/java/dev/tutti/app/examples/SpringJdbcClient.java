package dev.tutti.app.examples;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Spring's JdbcClient over the data source; works with Tutti's annotation and with Spring's. */
public final class SpringJdbcClient implements OrderDesk {

  private final Shop shop;
  private final JdbcClient orders;
  private final JdbcClient stock;

  public SpringJdbcClient(Shop shop) {
    this.shop = shop;
    orders = JdbcClient.create(shop.orders().dataSource());
    stock = JdbcClient.create(shop.stock().dataSource());
  }

  @Override
  public void place(long id, String item) {
    orders.sql("INSERT INTO purchase (id, item) VALUES (?, ?)").params(id, item).update();
    stock.sql("INSERT INTO reservation (id, item) VALUES (?, ?)").params(id, item).update();
    shop.announce(item);
    OrderDesk.check(item);
  }

  public static void main(String[] args) throws Exception {
    Embedded.run(SpringJdbcClient::new);
  }
}
