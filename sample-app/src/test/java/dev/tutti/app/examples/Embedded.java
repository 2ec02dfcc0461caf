package dev.tutti.app.examples;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.xa.jdbc.JdbcResource;
import dev.tutti.xa.jms.JmsResource;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Sources that need no server, in a temporary directory, for the mains of the examples. */
final class Embedded {

  private Embedded() {}

  /** Places an order that commits and one that is refused. */
  static void run(Function<Shop, OrderDesk> example) throws Exception {
    Path dir = Files.createTempDirectory("tutti-example");
    JdbcResource orders = JdbcResource.h2("orders").file(dir.resolve("orders")).build();
    JdbcResource stock = JdbcResource.h2("stock").file(dir.resolve("stock")).build();
    JmsResource events =
        JmsResource.embeddedArtemis("events")
            .directory(dir.resolve("events"))
            .queue(Shop.QUEUE)
            .build();
    try (TransactionSystem tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("example", dir.resolve("log")).build(),
            orders,
            stock,
            events)) {
      createTable(orders, "purchase");
      createTable(stock, "reservation");
      OrderDesk bare = example.apply(new Shop(tutti, orders, stock, events));
      OrderDesk desk = tutti.transactional(OrderDesk.class, bare);
      desk.place(1, "violin");
      try {
        desk.place(2, OrderDesk.REFUSED);
      } catch (IllegalArgumentException e) {
        System.out.println("rolled back: " + e.getMessage());
      }
      System.out.println("purchases: " + items(orders, "purchase"));
      System.out.println("reservations: " + items(stock, "reservation"));
      events.browse(Shop.QUEUE, message -> System.out.println("message: " + text(message)));
      if (bare instanceof AutoCloseable closeable) {
        closeable.close();
      }
    } finally {
      delete(dir);
    }
  }

  private static List<String> items(JdbcResource database, String table) throws Exception {
    List<String> items = new ArrayList<>();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT item FROM " + table)) {
      while (rows.next()) {
        items.add(rows.getString(1));
      }
    }
    return items;
  }

  private static String text(Message message) {
    try {
      return message.getBody(String.class);
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }

  static void createTable(JdbcResource database, String table) throws Exception {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + table + " (id BIGINT PRIMARY KEY, item VARCHAR(80))");
    }
  }
}
