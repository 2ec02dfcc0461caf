package dev.tutti.app.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.xa.jdbc.JdbcResource;
import dev.tutti.xa.jms.JmsResource;
import dev.tutti.xa.testing.ArtemisServer;
import dev.tutti.xa.testing.MysqlServer;
import dev.tutti.xa.testing.PostgresServer;
import dev.tutti.xa.testing.Servers;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example on PostgreSQL, MySQL and Artemis: everything is there, or nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesTest {

  private static final AtomicLong IDS = new AtomicLong();

  private PostgresServer postgres;
  private MysqlServer mysql;
  private TransactionSystem tutti;
  private Shop shop;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    postgres = Servers.postgres();
    postgres.createDatabase("examples");
    mysql = Servers.mysql();
    mysql.createDatabase("examples");
    ArtemisServer artemis = Servers.artemis();
    JdbcResource orders =
        JdbcResource.postgresql("orders")
            .url(postgres.url("examples"))
            .user(postgres.user())
            .password(postgres.password())
            .build();
    JdbcResource stock =
        JdbcResource.mysql("stock")
            .url(mysql.url("examples").replaceAll("sslMode=[A-Z]*&", ""))
            .user(mysql.user())
            .password(mysql.password())
            .build();
    JmsResource events =
        JmsResource.artemis("events")
            .url(artemis.url())
            .user(artemis.user())
            .password(artemis.password())
            .queue(Shop.QUEUE)
            .build();
    tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("examples", dir.resolve("log"))
                .recoveryInterval(Duration.ofHours(1))
                .build(),
            orders,
            stock,
            events);
    shop = new Shop(tutti, orders, stock, events);
    events.initQueues();
    Embedded.createTable(orders, "purchase");
    Embedded.createTable(stock, "reservation");
  }

  @AfterAll
  void stop() {
    if (tutti != null) {
      tutti.close();
    }
  }

  static Stream<Named<Function<Shop, OrderDesk>>> examples() {
    return Stream.of(
        Named.of("plain JDBC", PlainJdbc::new),
        Named.of("Hibernate, native", HibernateNative::new),
        Named.of("Hibernate, two persistence units", HibernateJpa::new),
        Named.of("jOOQ", Jooq::new),
        Named.of("Jdbi", JdbiDesk::new),
        Named.of("Spring's JdbcClient", SpringJdbcClient::new));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void writesEverywhereOrNowhere(Function<Shop, OrderDesk> example) throws Exception {
    OrderDesk bare = example.apply(shop);
    OrderDesk desk = tutti.transactional(OrderDesk.class, bare);
    long id = IDS.incrementAndGet();
    String item = "violin " + id;
    try {
      desk.place(id, item);
      assertThat(held(id, item)).isEqualTo("purchase 1, reservation 1, messages 1");

      long refused = IDS.incrementAndGet();
      assertThatThrownBy(() -> desk.place(refused, OrderDesk.REFUSED))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("nobody wants this");
      assertThat(held(refused, OrderDesk.REFUSED))
          .isEqualTo("purchase 0, reservation 0, messages 0");

      // The second database refuses, after the first one has taken its part.
      insert("INSERT INTO reservation VALUES (" + (refused + 1) + ", 'taken')");
      long taken = IDS.incrementAndGet();
      assertThatThrownBy(() -> desk.place(taken, "taken " + taken)).isInstanceOf(Exception.class);
      assertThat(held(taken, "taken " + taken)).isEqualTo("purchase 0, reservation 1, messages 0");
    } finally {
      if (bare instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
    assertThat(tutti.recovery().scan().isClean()).isTrue();
  }

  private void insert(String sql) throws Exception {
    try (Connection connection = mysql.connect("examples");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String held(long id, String item) throws Exception {
    List<String> messages = new ArrayList<>();
    shop.events()
        .browse(
            Shop.QUEUE,
            message -> {
              try {
                messages.add(((TextMessage) message).getText());
              } catch (jakarta.jms.JMSException e) {
                throw new IllegalStateException(e);
              }
            });
    return "purchase "
        + count(postgres.connect("examples"), "purchase", id)
        + ", reservation "
        + count(mysql.connect("examples"), "reservation", id)
        + ", messages "
        + messages.stream().filter(item::equals).count();
  }

  /** By a connection that knows nothing of Tutti. */
  private static int count(Connection connection, String table, long id) throws Exception {
    try (connection;
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT COUNT(*) FROM " + table + " WHERE id = " + id)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
