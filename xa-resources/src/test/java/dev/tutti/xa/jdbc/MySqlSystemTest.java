package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.xa.testing.DatabaseServer;
import dev.tutti.xa.testing.TcpProxy;
import dev.tutti.xa.testing.TcpProxy.When;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two databases on one server, the first of them twice, under the real transaction system. */
@ParameterizedClass
@EnumSource(MySqlBed.class)
class MySqlSystemTest {

  /** As no text could be: a zero, a quote, a backslash, bytes that are no UTF-8. */
  private static final String FOREIGN = "X'00ff27225c0a2c3b80',X'c3280001',4711";

  /** More than one transaction makes. */
  private static final int ROUND_TRIPS = 9;

  @TempDir Path dir;
  private final MySqlBed bed;
  private final DatabaseServer server;
  private TcpProxy proxy;
  private JdbcResource orders;
  private JdbcResource again;
  private JdbcResource stock;
  private TransactionSystem tutti;

  MySqlSystemTest(MySqlBed bed) {
    this.bed = bed;
    this.server = bed.server();
  }

  @BeforeEach
  void start() throws Exception {
    String database = "system_" + bed.name().toLowerCase(Locale.ROOT);
    proxy = TcpProxy.to(server.port());
    orders = bed.resource("orders", server, database, server.port());
    again = bed.builder("again", server, database, server.port()).build();
    stock = bed.resource("stock", server, database + "_2", proxy.port());
    tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("n1", dir.resolve("log"))
                .receipts("orders")
                .drain(Duration.ofMillis(500))
                .recoveryInterval(Duration.ofHours(1))
                .build(),
            orders,
            again,
            stock);
  }

  @AfterEach
  void nothingIsLeft() {
    proxy.cutNoMore();
    await().untilAsserted(() -> assertThat(tutti.recovery().scan().isClean()).isTrue());
    tutti.close();
    proxy.close();
  }

  private Outcome write(int id) throws SQLException {
    return tutti
        .write(
            "key-" + id,
            tx -> {
              H2Fixture.insert(tx.use(orders), id);
              H2Fixture.insert(tx.use(stock), id);
              H2Fixture.insert(tx.use(again), -id);
              return "";
            })
        .outcome();
  }

  @Test
  void writesToAllOrToNone() throws Exception {
    assertThat(write(1)).isEqualTo(Outcome.COMMITTED);
    assertThat(write(1)).isEqualTo(Outcome.DUPLICATE);
    assertThatThrownBy(
            () ->
                tutti.write(
                    tx -> {
                      H2Fixture.insert(tx.use(orders), 2);
                      H2Fixture.insert(tx.use(again), -2);
                      H2Fixture.insert(tx.use(stock), 1);
                      return "";
                    }))
        .isInstanceOf(SQLException.class);
    assertThat(H2Fixture.count(orders)).isEqualTo(2);
    assertThat(H2Fixture.count(stock)).isEqualTo(1);
  }

  @Test
  void neverTouchesWhatAnotherApplicationPrepared() throws Exception {
    try (Connection foreign = server.connect("system_" + bed.name().toLowerCase(Locale.ROOT))) {
      H2Fixture.run(foreign, "XA START " + FOREIGN);
      H2Fixture.run(foreign, "INSERT INTO item VALUES (4711, 'foreign')");
      H2Fixture.run(foreign, "XA END " + FOREIGN);
      H2Fixture.run(foreign, "XA PREPARE " + FOREIGN);
    }
    await().untilAsserted(() -> assertThat(write(1)).isIn(Outcome.COMMITTED, Outcome.DUPLICATE));
    assertThat(tutti.recovery().scan().remaining())
        .singleElement()
        .satisfies(
            left ->
                assertThat(left.branches())
                    .hasSize(3)
                    .allMatch(b -> b.condition() == BranchCondition.FOREIGN));
    try (RecoveryConnection recovery = stock.openRecovery()) {
      assertThat(
              Arrays.stream(
                      recovery
                          .xaResource()
                          .recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN))
                  .map(MySqlXid::literal))
          .containsExactly(FOREIGN);
    }
    try (Connection foreign = server.connect("system_" + bed.name().toLowerCase(Locale.ROOT))) {
      await()
          .ignoreExceptions()
          .untilAsserted(() -> H2Fixture.run(foreign, "XA ROLLBACK " + FOREIGN));
    }
  }

  /** By count, whatever the request is: each transaction ends everywhere or nowhere. */
  @Test
  void aConnectionThatIsCutInAnyRoundTripBreaksNothing() throws Exception {
    int id = 10;
    for (When when : new When[] {When.BEFORE_FORWARD, When.AFTER_FORWARD_BEFORE_REPLY}) {
      for (boolean sessionLivesOn : new boolean[] {false, true}) {
        for (int request = 1; request <= ROUND_TRIPS; request++) {
          id++;
          proxy.cutAfter(request, when, sessionLivesOn);
          Outcome outcome;
          try {
            outcome = write(id);
          } catch (Exception e) {
            outcome = null;
          }
          proxy.cutNoMore();
          await().untilAsserted(() -> assertThat(tutti.recovery().scan().isClean()).isTrue());
          String where = when + " of request " + request + ", " + sessionLivesOn + ": " + outcome;
          long first = rows(orders, "id = " + id);
          assertThat(rows(stock, "id = " + id)).as(where).isEqualTo(first);
          assertThat(rows(again, "id = " + -id)).as(where).isEqualTo(first);
          assertThat(orders.find("key-" + id).isPresent()).as(where).isEqualTo(first == 1);
          if (outcome != null) {
            assertThat(first).as(where).isEqualTo(1);
          }
        }
      }
    }
    assertThat(H2Fixture.count(stock)).as("some were committed").isPositive();
  }

  private static long rows(JdbcResource resource, String where) throws SQLException {
    try (Connection connection = resource.dataSource().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT COUNT(*) FROM item WHERE " + where)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
