package dev.tutti.app.examples;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.CMTTransactionHandler;

/** Jdbi, told by its CMT handler that somebody else commits: without it close() would roll back. */
public final class JdbiDesk implements OrderDesk {

  private final Shop shop;
  private final Jdbi orders;
  private final Jdbi stock;

  public JdbiDesk(Shop shop) {
    this.shop = shop;
    orders = Jdbi.create(shop.orders().dataSource());
    orders.setTransactionHandler(new CMTTransactionHandler());
    stock = Jdbi.create(shop.stock().dataSource());
    stock.setTransactionHandler(new CMTTransactionHandler());
  }

  @Override
  public void place(long id, String item) {
    orders.useHandle(
        handle -> handle.execute("INSERT INTO purchase (id, item) VALUES (?, ?)", id, item));
    stock.useHandle(
        handle -> handle.execute("INSERT INTO reservation (id, item) VALUES (?, ?)", id, item));
    shop.announce(item);
    OrderDesk.check(item);
  }

  public static void main(String[] args) throws Exception {
    Embedded.run(JdbiDesk::new);
  }
}
