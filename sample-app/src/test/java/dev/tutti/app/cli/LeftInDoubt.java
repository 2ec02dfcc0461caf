package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.WallClockOfTests;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import dev.tutti.xa.config.TuttiConfiguration;
import dev.tutti.xa.jdbc.JdbcResource;
import dev.tutti.xa.jms.JmsResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.transaction.xa.XAException;

/** A node with H2, Artemis and the scripted fake, stopped with a decision half carried out. */
record LeftInDoubt(Path config, Path data, String id) {

  static LeftInDoubt in(Path dir) throws Exception {
    return in(dir, System::currentTimeMillis);
  }

  /** With the wall clock of the process that decides, milliseconds since 1970. */
  static LeftInDoubt in(Path dir, LongSupplier clock) throws Exception {
    Path config = Files.writeString(dir.resolve("node.yaml"), YAML);
    Path data = dir.resolve("node");
    TuttiConfiguration configuration = TuttiConfiguration.load(config, data);
    JdbcResource orders = (JdbcResource) configuration.resource("orders");
    JmsResource events = (JmsResource) configuration.resource("events");
    ScriptedResource ledger = (ScriptedResource) configuration.resource("ledger");
    try (TransactionSystem tutti =
        WallClockOfTests.set(TransactionSystem.builder(configuration.system()), clock)
            .resources(configuration.resources())
            .start()) {
      try (Connection connection = orders.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE done (id INT)");
      }
      CountDownLatch asked = new CountDownLatch(1);
      ledger.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
      // The pass that is woken by it does not reach the ledger.
      ledger
          .script()
          .once(
              Step.OPEN_RECOVERY,
              () -> {
                asked.countDown();
                Script.fail(XAException.XAER_RMFAIL).run();
              });
      String id =
          tutti
              .write(
                  tx -> {
                    try (Statement statement = tx.use(orders).createStatement()) {
                      statement.execute("INSERT INTO done VALUES (1)");
                    }
                    tx.use(events).createProducer().send(tx.use(events).createQueue("q"), "x");
                    tx.use(ledger).put("a", "1");
                    return "";
                  })
              .transactionId();
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(ledger.server().prepared()).hasSize(1);
      return new LeftInDoubt(config, data, id);
    }
  }

  private static final String YAML =
      """
      tutti: {node: scene}
      tm: {recovery-interval: 1h, operator-socket: true}
      resources:
        orders: {kind: h2, file: orders}
        events: {kind: artemis-embedded, directory: events, queues: [q]}
        ledger: {kind: scripted, directory: ledger}
      """;

  Run tutti(String... args) {
    return Run.tutti(new StopSignal(), config, data, args);
  }

  ScriptedResource ledger() throws IOException {
    return new ScriptedResource("ledger", data.resolve("ledger"));
  }
}
