package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.KeyConflictException;
import dev.tutti.tm.outcome.KeyInDoubtException;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.spi.ReceiptStore.KeyReceipt;
import dev.tutti.tm.sync.WriteOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapters under the real transaction system. */
class H2SystemTest {

  @TempDir Path directory;
  private JdbcResource orders;
  private JdbcResource stock;
  private JdbcDataSource auditSource;
  private LastJdbcResource audit;
  private TransactionSystem tutti;

  @BeforeEach
  void start() throws Exception {
    orders = H2Fixture.open(directory.resolve("a"));
    stock =
        JdbcResource.h2("stock")
            .file(directory.resolve("stock"))
            .lockTimeout(Duration.ofMillis(300))
            .build();
    auditSource = new JdbcDataSource();
    auditSource.setURL(
        "jdbc:h2:retry:" + directory.resolve("audit") + ";WRITE_DELAY=0;OPTIMIZE_REUSE_RESULTS=0");
    auditSource.setUser("sa");
    audit = LastJdbcResource.of("audit", auditSource);
    for (Connection connection :
        new Connection[] {stock.dataSource().getConnection(), auditSource.getConnection()}) {
      try (connection) {
        H2Fixture.run(connection, "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(50))");
      }
    }
    tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("n1", directory.resolve("log"))
                .receipts("orders")
                .keyWait(Duration.ofMillis(200))
                .drain(Duration.ofMillis(200))
                .recoveryInterval(Duration.ofHours(1))
                .build(),
            orders,
            stock,
            audit);
  }

  @AfterEach
  void stop() {
    tutti.close();
  }

  private long auditItems() throws SQLException {
    try (Connection connection = auditSource.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT COUNT(*) FROM item")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void writesToTwoDatabasesAndTheLastResourceOrToNone() throws Exception {
    var receipt =
        tutti.write(
            tx -> {
              H2Fixture.insert(tx.use(orders), 1);
              H2Fixture.insert(stock.dataSource().getConnection(), 1);
              H2Fixture.insert(tx.use(audit), 1);
              return 1;
            });
    assertThat(receipt.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThatThrownBy(
            () ->
                tutti.write(
                    tx -> {
                      H2Fixture.insert(tx.use(orders), 2);
                      H2Fixture.insert(tx.use(audit), 2);
                      H2Fixture.insert(tx.use(stock), 1);
                      return 1;
                    }))
        .isInstanceOf(SQLException.class);

    assertThat(H2Fixture.count(orders)).isEqualTo(1);
    assertThat(H2Fixture.count(stock)).isEqualTo(1);
    assertThat(auditItems()).isEqualTo(1);
    assertThat(orders.connectionsInUse() + stock.connectionsInUse()).isZero();
    assertThat(tutti.recovery().scan().isClean()).isTrue();
  }

  @Test
  void anAbortOfTheLastResourceRollsBackEverything() throws Exception {
    assertThatThrownBy(
            () ->
                tutti.write(
                    tx -> {
                      H2Fixture.insert(tx.use(orders), 1);
                      H2Fixture.insert(tx.use(audit), 1);
                      audit.settle(tx.transactionId());
                      return 1;
                    }))
        .isInstanceOf(RolledBackException.class);
    assertThat(H2Fixture.count(orders)).isZero();
    assertThat(auditItems()).isZero();
  }

  @Test
  void aKeyIsWrittenOnce() throws Exception {
    WriteOptions options = WriteOptions.key("order-1").content("one");
    var first = tutti.write(options, tx -> insertBoth(tx.use(orders), tx.use(stock)));
    var second = tutti.write(options, tx -> insertBoth(tx.use(orders), tx.use(stock)));

    assertThat(first.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(second.outcome()).isEqualTo(Outcome.DUPLICATE);
    assertThat(second.transactionId()).isEqualTo(first.transactionId());
    assertThatThrownBy(
            () -> tutti.write(WriteOptions.key("order-1").content("two"), tx -> tx.use(stock)))
        .isInstanceOf(KeyConflictException.class);
    assertThat(H2Fixture.count(stock)).isEqualTo(1);
  }

  private static int insertBoth(Connection one, Connection two) throws SQLException {
    H2Fixture.insert(one, 1);
    H2Fixture.insert(two, 1);
    return 1;
  }

  @Test
  void aKeyOfAnUndecidedAttemptIsInDoubt() throws Exception {
    HandTransaction holder = new HandTransaction("holder");
    orders.claim(orders.join(holder), new KeyReceipt("k", "holder", ""), Duration.ofMillis(100));
    holder.prepare();
    assertThatThrownBy(() -> tutti.write("k", tx -> 1)).isInstanceOf(KeyInDoubtException.class);
    holder.commitPrepared();
    assertThat(tutti.write("k", tx -> 1).outcome()).isEqualTo(Outcome.DUPLICATE);
  }

  @Test
  void aTimeoutGetsAStatementOutAndWritesNothing() throws Exception {
    assertThatThrownBy(
            () ->
                tutti.write(
                    WriteOptions.none().timeout(Duration.ofSeconds(1)),
                    tx -> {
                      H2Fixture.insert(tx.use(orders), 1);
                      H2Fixture.run(
                          tx.use(stock), "SELECT SUM(X * X) FROM SYSTEM_RANGE(1, 100000000000)");
                      return 1;
                    }))
        .satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(TransactionTimeoutException.class),
            e ->
                assertThat(e.getSuppressed())
                    .hasAtLeastOneElementOfType(TransactionTimeoutException.class));
    assertThat(H2Fixture.count(orders)).isZero();
    assertThat(orders.connectionsInUse()).isZero();
  }
}
