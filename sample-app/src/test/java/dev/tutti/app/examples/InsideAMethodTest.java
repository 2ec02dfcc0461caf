package dev.tutti.app.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.narayana.Deadline;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.xa.jdbc.JdbcResource;
import dev.tutti.xa.jdbc.JdbcResourceBuilder;
import dev.tutti.xa.jms.JmsResource;
import dev.tutti.xa.testing.ArtemisServer;
import dev.tutti.xa.testing.DatabaseServer;
import dev.tutti.xa.testing.Servers;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.transaction.Transactional;
import jakarta.transaction.TransactionalException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What methods do with their sources, on PostgreSQL, MySQL, H2 and Artemis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InsideAMethodTest {

  private static final String QUEUE = "inside";

  /** Something to do in a transaction. */
  interface Work {
    void run() throws Exception;
  }

  /** A method. */
  interface Method {
    @Transactional(rollbackOn = Exception.class)
    void run(Work work) throws Exception;
  }

  private TransactionSystem tutti;
  private Method method;
  private JdbcResource first;
  private JdbcResource second;
  private JdbcResource mysql;
  private JdbcResource h2;
  private JmsResource events;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    DatabaseServer postgres = Servers.postgres();
    postgres.createDatabase("inside_one");
    postgres.createDatabase("inside_two");
    Servers.mysql().createDatabase("inside");
    ArtemisServer artemis = Servers.artemis();
    first = on(JdbcResource.postgresql("first"), postgres, "inside_one");
    second = on(JdbcResource.postgresql("second"), postgres, "inside_two");
    mysql = on(JdbcResource.mysql("mysql"), Servers.mysql(), "inside");
    h2 = JdbcResource.h2("h2").file(dir.resolve("h2")).build();
    events =
        JmsResource.artemis("events")
            .url(artemis.url())
            .user(artemis.user())
            .password(artemis.password())
            .queue(QUEUE)
            .build();
    tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("inside", dir.resolve("log"))
                .recoveryInterval(Duration.ofHours(1))
                .drain(Duration.ofMillis(200))
                .build(),
            first,
            second,
            mysql,
            h2,
            events);
    method = tutti.transactional(Method.class, Work::run);
    events.initQueues();
    for (JdbcResource database : List.of(first, second, mysql, h2)) {
      Embedded.createTable(database, "purchase");
    }
  }

  private static JdbcResource on(
      JdbcResourceBuilder builder, DatabaseServer server, String database) {
    return builder
        .url(server.url(database).replaceAll("sslMode=[A-Z]*&", ""))
        .user(server.user())
        .password(server.password())
        .build();
  }

  @AfterAll
  void stop() {
    if (tutti != null) {
      tutti.close();
    }
  }

  @BeforeEach
  void empty() throws Exception {
    for (JdbcResource database : List.of(first, second, mysql, h2)) {
      execute(database.dataSource(), "DELETE FROM purchase");
    }
    try (JMSContext context = events.connectionFactory().createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue(QUEUE))) {
      while (consumer.receiveNoWait() != null) {
        // the messages of the test before
      }
    }
  }

  @Test
  void theSameDatabaseTwiceIsOneBranchThatSeesItsOwnWrites() throws Exception {
    method.run(
        () -> {
          execute(first.dataSource(), "INSERT INTO purchase VALUES (1, 'one')");
          assertThat(rows(first)).isEqualTo(1);
          execute(first.dataSource(), "UPDATE purchase SET item = 'changed' WHERE id = 1");
          execute(first.dataSource(), "INSERT INTO purchase VALUES (2, 'two')");
        });
    assertThat(rows(first)).isEqualTo(2);
    fails(
        () -> {
          execute(first.dataSource(), "INSERT INTO purchase VALUES (3, 'three')");
          execute(first.dataSource(), "INSERT INTO purchase VALUES (4, 'four')");
        });
    assertThat(rows(first)).isEqualTo(2);
  }

  @Test
  void twoDatabasesOfTheSameServerAreTwoBranches() throws Exception {
    Work both =
        () -> {
          execute(first.dataSource(), "INSERT INTO purchase VALUES (1, 'one')");
          execute(second.dataSource(), "INSERT INTO purchase VALUES (1, 'one')");
        };
    fails(both);
    assertThat(rows(first) + rows(second)).isZero();
    method.run(both);
    assertThat(rows(first)).isEqualTo(1);
    assertThat(rows(second)).isEqualTo(1);
  }

  @Test
  void aMessageIsReceivedWithTheWritesThatItCaused() throws Exception {
    send("violin");
    Work handle =
        () -> {
          String item = receive();
          insert(first.dataSource(), item);
          insert(mysql.dataSource(), item);
        };
    fails(handle);
    assertThat(messages()).isEqualTo(1);
    assertThat(rows(first) + rows(mysql)).isZero();

    method.run(handle);
    assertThat(messages()).isZero();
    assertThat(rows(first)).isEqualTo(1);
    assertThat(rows(mysql)).isEqualTo(1);
  }

  @Test
  void afterTheTimeoutNoHandleDoesAnything() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    assertThatThrownBy(
            () ->
                method.run(
                    () -> {
                      List<PreparedStatement> open =
                          List.of(prepare(first), prepare(second), prepare(mysql), prepare(h2));
                      JMSContext context = events.connectionFactory().createContext();
                      JMSProducer producer = context.createProducer();
                      Deadline.pass(tutti.transactionManager());

                      for (PreparedStatement statement : open) {
                        assertThatThrownBy(statement::executeUpdate).isInstanceOf(Exception.class);
                        refused.incrementAndGet();
                      }
                      for (JdbcResource database : List.of(first, second, mysql, h2)) {
                        // Not an auto-commit connection either.
                        assertThatThrownBy(
                                () ->
                                    execute(
                                        database.dataSource(),
                                        "INSERT INTO purchase VALUES (8, 'late')"))
                            .isInstanceOf(Exception.class);
                        refused.incrementAndGet();
                      }
                      assertThatThrownBy(() -> producer.send(context.createQueue(QUEUE), "late"))
                          .isInstanceOf(Exception.class);
                      assertThatThrownBy(() -> send("late")).isInstanceOf(Exception.class);
                    }))
        .isInstanceOf(TransactionalException.class)
        .hasCauseInstanceOf(TransactionTimeoutException.class);
    assertThat(refused).hasValue(8);
    assertThat(rows(first) + rows(second) + rows(mysql) + rows(h2)).isZero();
    assertThat(messages()).isZero();
  }

  /** MySQL's SLEEP answers normally when it is interrupted. */
  @Test
  void aStatementThatReturnsNormallyAfterTheTimeoutIsFollowedByNothing() throws Exception {
    assertThatThrownBy(
            () ->
                timed(
                    () -> {
                      try (Connection connection = mysql.dataSource().getConnection();
                          Statement statement = connection.createStatement()) {
                        try {
                          statement.execute("SELECT SLEEP(20)");
                        } catch (SQLException e) {
                          // refused or cut, as the driver likes
                        }
                        statement.execute("INSERT INTO purchase VALUES (9, 'late')");
                      }
                    }))
        .isInstanceOf(Exception.class);
    assertThat(rows(mysql)).isZero();
    assertThat(tutti.recovery().scan().isClean()).isTrue();
  }

  /** With the shortest timeout that JTA knows. */
  private void timed(Work work) throws Exception {
    tutti.transactionManager().setTransactionTimeout(1);
    try {
      method.run(work);
    } finally {
      tutti.transactionManager().setTransactionTimeout(0);
    }
  }

  private void fails(Work work) {
    assertThatThrownBy(
            () ->
                method.run(
                    () -> {
                      work.run();
                      throw new IllegalArgumentException("played");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static PreparedStatement prepare(JdbcResource database) throws Exception {
    return database
        .dataSource()
        .getConnection()
        .prepareStatement("INSERT INTO purchase VALUES (7, 'late')");
  }

  private static void execute(DataSource database, String sql) throws Exception {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void insert(DataSource database, String item) throws Exception {
    execute(database, "INSERT INTO purchase VALUES (1, '" + item + "')");
  }

  private void send(String item) {
    try (JMSContext context = events.connectionFactory().createContext()) {
      context.createProducer().send(context.createQueue(QUEUE), item);
    }
  }

  private String receive() {
    try (JMSContext context = events.connectionFactory().createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue(QUEUE))) {
      return consumer.receiveBody(String.class, 5_000);
    }
  }

  private int messages() throws Exception {
    AtomicInteger count = new AtomicInteger();
    events.browse(QUEUE, message -> count.incrementAndGet());
    return count.get();
  }

  private static int rows(JdbcResource database) throws Exception {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM purchase")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
