package dev.tutti.app.soak;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Receipt;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.sync.WriteOptions;
import dev.tutti.xa.jdbc.JdbcResource;
import dev.tutti.xa.jdbc.JdbcResourceBuilder;
import dev.tutti.xa.jdbc.PoolGauge;
import dev.tutti.xa.jms.JmsResource;
import dev.tutti.xa.jms.SessionGauge;
import jakarta.jms.JMSContext;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The four resources, the system over them, and one write. Thread-safe. */
final class SoakSystem implements AutoCloseable {

  static final String QUEUE = "soak";

  private final JdbcResource orders;
  private final JdbcResource stock;
  private final JdbcResource audit;
  private final JmsResource events;
  private final TransactionSystem system;

  SoakSystem(List<Endpoint> servers, Path store, int threads, Duration recoveryInterval)
      throws IOException {
    orders = database(JdbcResource.postgresql("orders"), servers.get(0), threads);
    stock = database(JdbcResource.mysql("stock"), servers.get(1), threads);
    audit = database(JdbcResource.mariadb("audit"), servers.get(2), threads);
    Endpoint broker = servers.get(3);
    events =
        JmsResource.artemis("events")
            .url(broker.url())
            .user(broker.user())
            .password(broker.password())
            .queue(QUEUE)
            .poolSize(threads + 2)
            .build();
    system =
        TransactionSystem.builder(
                TransactionSystemConfig.builder("soak", store)
                    .receipts("orders")
                    .recoveryInterval(recoveryInterval)
                    .build())
            .resources(List.of(orders, stock, audit, events))
            .listener(SoakSystem::tell)
            .start();
  }

  /** What nobody asks for, but should be read beside the figures. */
  private static void tell(TransactionEvent event) {
    if (event instanceof TransactionEvent.Reachability || event instanceof TransactionEvent.Held) {
      System.out.println(event);
    }
  }

  private static JdbcResource database(JdbcResourceBuilder kind, Endpoint server, int threads) {
    return kind.url(server.url())
        .user(server.user())
        .password(server.password())
        .poolSize(threads + 2)
        .build();
  }

  /** Three rows and a message, all or nothing, once for each number. */
  Receipt<Boolean> write(long id) throws Exception {
    return system.<Boolean, Exception>write(
        WriteOptions.key("soak-" + id),
        tx -> {
          insert(
              tx.use(orders),
              "INSERT INTO soak_order VALUES (?, ?)",
              id,
              BigDecimal.valueOf(id % 100_000, 2));
          insert(tx.use(stock), "INSERT INTO soak_reservation VALUES (?, ?)", id, "sku-" + id % 53);
          insert(tx.use(audit), "INSERT INTO soak_audit VALUES (?, ?)", id, "order " + id);
          JMSContext context = tx.use(events);
          TextMessage message = context.createTextMessage("order " + id);
          message.setLongProperty(Drain.ID, id);
          context.createProducer().send(context.createQueue(QUEUE), message);
          return true;
        });
  }

  private static void insert(Connection connection, String sql, long id, Object value)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setLong(1, id);
      insert.setObject(2, value);
      insert.executeUpdate();
    }
  }

  /** How many connections and sessions are out of the pools. */
  long pooled() {
    return PoolGauge.inUse(orders)
        + PoolGauge.inUse(stock)
        + PoolGauge.inUse(audit)
        + SessionGauge.inUse(events);
  }

  TransactionSystem system() {
    return system;
  }

  @Override
  public void close() {
    system.close();
  }
}
