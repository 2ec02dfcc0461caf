package dev.tutti.xa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.sync.WriteContext;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import dev.tutti.xa.jdbc.JdbcResource;
import dev.tutti.xa.jms.JmsResource;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A consumed message, the row that it causes and the message that it causes: one transaction. */
class ReceiveAndWriteTest {

  @TempDir Path dir;
  private JdbcResource orders;
  private JmsResource events;
  private ScriptedResource judge;
  private TransactionSystem tutti;

  @BeforeEach
  void start() throws Exception {
    orders = JdbcResource.h2("orders").file(dir.resolve("orders")).build();
    events =
        JmsResource.embeddedArtemis("events")
            .directory(dir.resolve("events"))
            .queue("in")
            .queue("out")
            .build();
    judge = new ScriptedResource("judge", dir.resolve("judge"));
    tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("both", dir.resolve("log")).build(),
            orders,
            events,
            judge);
    try (Connection connection = orders.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE orders (what VARCHAR PRIMARY KEY)");
    }
    tutti.write(
        tx -> {
          send(tx.use(events), "in", "a drum");
          return "";
        });
  }

  @AfterEach
  void stop() {
    tutti.close();
  }

  private static void send(JMSContext jms, String queue, String text) {
    jms.createProducer().send(jms.createQueue(queue), text);
  }

  private String handle(WriteContext tx) throws SQLException {
    JMSContext jms = tx.use(events);
    String text;
    try (JMSConsumer consumer = jms.createConsumer(jms.createQueue("in"))) {
      text = consumer.receiveBody(String.class, 5_000);
    }
    try (Statement insert = tx.use(orders).createStatement()) {
      insert.executeUpdate("INSERT INTO orders VALUES ('" + text + "')");
    }
    send(jms, "out", text + " was ordered");
    tx.use(judge).put("a", "j");
    return text;
  }

  private List<String> rows() throws SQLException {
    try (Connection connection = orders.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT what FROM orders")) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  private int messages(String queue) throws Exception {
    List<Object> found = new ArrayList<>();
    events.browse(queue, found::add);
    return found.size();
  }

  @Test
  void happensAllTogether() throws Exception {
    assertThat(tutti.write(this::handle).outcome()).isEqualTo(Outcome.COMMITTED);

    assertThat(rows()).containsExactly("a drum");
    assertThat(messages("in")).isZero();
    assertThat(messages("out")).isEqualTo(1);
  }

  @Test
  void orNotAtAllAndTheMessageComesAgain() throws Exception {
    judge.script().once(Step.BEFORE_PREPARE, Script.fail(XAException.XA_RBROLLBACK));

    assertThatThrownBy(() -> tutti.write(this::handle)).isInstanceOf(RolledBackException.class);

    assertThat(rows()).isEmpty();
    assertThat(messages("in")).isEqualTo(1);
    assertThat(messages("out")).isZero();
    assertThat(tutti.write(this::handle).value()).as("delivered again").isEqualTo("a drum");
    assertThat(rows()).containsExactly("a drum");
  }
}
