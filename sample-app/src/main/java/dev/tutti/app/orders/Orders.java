package dev.tutti.app.orders;

import dev.tutti.app.sync.Sources;
import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.sync.WriteContext;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;

/** The service. No transaction is begun or ended in here. */
public final class Orders implements OrderService, SlowOrders {

  private static final int ON_THE_SHELF = 100;
  private static final String ORDER_ID = "orderId";

  private final OrderSources sources;
  private final Audit audit;

  private Orders(OrderSources sources, Audit audit) {
    this.sources = sources;
    this.audit = audit;
  }

  /**
   * The services on a running system.
   *
   * @param orders places and cancels
   * @param slow places with a partner
   */
  public record Services(OrderService orders, SlowOrders slow) {}

  /**
   * Wires it.
   *
   * @param tutti the running system
   * @param sources its resources, by the names of config/embedded.yaml
   * @return the services, with their annotations at work
   */
  public static Services wire(TransactionSystem tutti, Sources sources) {
    OrderSources named = OrderSources.of(tutti, sources);
    Orders orders = new Orders(named, tutti.transactional(Audit.class, new TableAudit(named)));
    return new Services(
        tutti.transactional(OrderService.class, orders),
        tutti.transactional(SlowOrders.class, orders));
  }

  @Override
  public void place(Order order) throws Exception {
    audit.write(order.id(), order.quantity() + " " + order.sku() + " for " + order.customer());
    WriteContext tx = sources.current();
    insertOrder(tx.use(sources.orders().participant()), order);
    reserve(tx.use(sources.stock().participant()), order);
    announce(tx.use(sources.events().participant()), order);
    sources.cache().put(tx, String.valueOf(order.id()), Map.of("customer", order.customer()));
    if (order.quantity() > ON_THE_SHELF) {
      throw new OutOfStockException(
          order.quantity() + " " + order.sku() + " were wanted, there are " + ON_THE_SHELF);
    }
  }

  @Override
  public void placeWith(Order order, Partner partner) throws Exception {
    place(order);
    partner.ask();
  }

  private static void insertOrder(Connection orders, Order order) throws Exception {
    try (PreparedStatement insert =
        orders.prepareStatement(
            "INSERT INTO orders (id, customer, city, total, placed_at, express)"
                + " VALUES (?, ?, 'Porto', ?, ?, ?)")) {
      insert.setLong(1, order.id());
      insert.setString(2, order.customer());
      insert.setBigDecimal(3, order.total());
      insert.setTimestamp(4, Timestamp.from(Instant.now()));
      insert.setBoolean(5, false);
      insert.executeUpdate();
    }
  }

  private static void reserve(Connection stock, Order order) throws Exception {
    try (PreparedStatement insert =
        stock.prepareStatement(
            "INSERT INTO reservation (order_id, sku, quantity, origin) VALUES (?, ?, ?, 'demo')")) {
      insert.setLong(1, order.id());
      insert.setString(2, order.sku());
      insert.setInt(3, order.quantity());
      insert.executeUpdate();
    }
  }

  private static void announce(JMSContext events, Order order) {
    events
        .createProducer()
        .setProperty(ORDER_ID, order.id())
        .send(events.createQueue(OrderSources.QUEUE), "placed for " + order.customer());
  }

  @Override
  public boolean cancel(long id) throws Exception {
    WriteContext tx = sources.current();
    JMSContext events = tx.use(sources.events().participant());
    try (JMSConsumer consumer =
        events.createConsumer(events.createQueue(OrderSources.QUEUE), ORDER_ID + " = " + id)) {
      consumer.receiveNoWait();
    }
    sources.cache().remove(tx, String.valueOf(id));
    delete(tx.use(sources.stock().participant()), "DELETE FROM reservation WHERE order_id = ?", id);
    return delete(tx.use(sources.orders().participant()), "DELETE FROM orders WHERE id = ?", id)
        == 1;
  }

  private static int delete(Connection database, String sql, long id) throws Exception {
    try (PreparedStatement delete = database.prepareStatement(sql)) {
      delete.setLong(1, id);
      return delete.executeUpdate();
    }
  }

  @Override
  public Holdings holdings(long id) throws Exception {
    return new Shelf(sources).holdings(id, ORDER_ID);
  }
}
