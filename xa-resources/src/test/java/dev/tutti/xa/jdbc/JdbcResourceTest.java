package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.TransactionContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcResourceTest {

  @TempDir Path directory;
  private JdbcResource orders;

  @BeforeEach
  void open() throws SQLException {
    orders = H2Fixture.open(directory);
  }

  @AfterEach
  void close() {
    assertThat(orders.connectionsInUse()).as("connections that leaked").isZero();
    orders.close();
  }

  @Test
  void keepsWhatIsCommittedAndDropsWhatIsRolledBack() throws Exception {
    HandTransaction kept = new HandTransaction("kept");
    H2Fixture.insert(orders.join(kept), 1);
    kept.commit();
    HandTransaction dropped = new HandTransaction("dropped");
    H2Fixture.insert(orders.join(dropped), 2);
    dropped.rollback();
    HandTransaction onePhase = new HandTransaction("one-phase");
    H2Fixture.insert(orders.join(onePhase), 3);
    onePhase.commitInOnePhase();
    HandTransaction preparedThenDropped = new HandTransaction("prepared");
    H2Fixture.insert(orders.join(preparedThenDropped), 4);
    preparedThenDropped.prepare();
    preparedThenDropped.resource.rollback(preparedThenDropped.xid);
    preparedThenDropped.release(true);

    assertThat(H2Fixture.count(orders)).isEqualTo(2);
  }

  @Test
  void givesEveryConnectionBackHoweverItsTransactionEnds() throws Exception {
    for (int i = 0; i < 40; i++) {
      HandTransaction transaction = new HandTransaction("t" + i);
      H2Fixture.insert(orders.join(transaction), i);
      switch (i % 4) {
        case 0 -> transaction.commit();
        case 1 -> transaction.rollback();
        case 2 -> transaction.commitInOnePhase();
        default -> {
          transaction.close();
          transaction.release(false);
        }
      }
    }

    await().untilAsserted(() -> assertThat(H2Fixture.count(orders)).isEqualTo(20));
    assertThat(orders.connectionsInUse()).isZero();
  }

  @Test
  void doesNothingWithAHandleAfterTheEnd() throws Exception {
    HandTransaction transaction = new HandTransaction("over");
    Connection handle = orders.join(transaction);
    PreparedStatement statement = handle.prepareStatement("INSERT INTO item VALUES (?, 'late')");
    statement.setInt(1, 7);
    transaction.rollback();

    assertThatThrownBy(statement::executeUpdate).isInstanceOf(HandleClosedException.class);
    assertThatThrownBy(handle::createStatement).isInstanceOf(HandleClosedException.class);
    assertThat(handle.isClosed()).isTrue();
    statement.close();
    handle.close();
    assertThat(H2Fixture.count(orders)).isZero();
  }

  @Test
  void refusesTheAnswerOfAStatementThatReturnedNormallyAfterTheEnd() throws Exception {
    HandTransaction transaction = new HandTransaction("slow");
    Connection handle = orders.join(transaction);
    H2Fixture.run(handle, "INSERT INTO item VALUES (1, 'before')");
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Thread worker =
        new Thread(
            () -> {
              try {
                H2Fixture.run(handle, "SELECT SUM(X * X) FROM SYSTEM_RANGE(1, 20000000)");
              } catch (Throwable e) {
                seen.set(e);
              }
            });
    worker.start();
    await().until(() -> transaction.isInside() || !worker.isAlive());
    transaction.close();
    worker.join();
    transaction.rollback();

    assertThat(seen.get()).isInstanceOf(HandleClosedException.class);
    assertThat(H2Fixture.count(orders)).isZero();
  }

  @Test
  void enlistsThroughTheDataSourceInsideATransactionOnly() throws Exception {
    HandTransaction transaction = new HandTransaction("ambient");
    Connection handle = orders.join(transaction);
    orders.start(new OneTransaction(handle));

    try (Connection inside = orders.dataSource().getConnection()) {
      H2Fixture.insert(inside, 1);
      assertThat(inside.getAutoCommit()).isFalse();
    }
    orders.start(new OneTransaction(null));
    assertThat(H2Fixture.count(orders)).as("seen from outside").isZero();
    try (Connection outside = orders.dataSource().getConnection()) {
      assertThat(outside.getAutoCommit()).isTrue();
      H2Fixture.insert(outside, 2);
    }
    transaction.commit();

    assertThat(H2Fixture.count(orders)).isEqualTo(2);
  }

  private record OneTransaction(Connection handle) implements TransactionContext {
    @Override
    @SuppressWarnings("unchecked")
    public <H> Optional<H> currentHandle(Participant<H> participant) {
      return Optional.ofNullable((H) handle);
    }
  }

  @Test
  void knowsWhoItIsAcrossRestarts() throws Exception {
    String identity = orders.identity().orElseThrow();
    orders.close();
    orders = H2Fixture.open(directory);
    assertThat(orders.identity()).contains(identity);

    try (JdbcResource other = H2Fixture.open(directory.resolve("other"))) {
      assertThat(other.identity().orElseThrow()).isNotEqualTo(identity).startsWith("h2:");
    }
  }

  @Test
  void refillsFromItsTable() throws Exception {
    try (Connection connection = orders.dataSource().getConnection()) {
      H2Fixture.run(connection, "INSERT INTO item VALUES (1, 'one'), (2, NULL), (3, 'three')");
    }
    var source = orders.refillSource("item", "id", List.of("id", "name"));
    assertThat(source.find("1")).contains(Map.of("id", "1", "name", "one"));
    assertThat(source.find("2")).contains(Map.of("id", "2"));
    assertThat(source.find("9")).isEmpty();
    List<String> keys = new java.util.ArrayList<>();
    source.forEach(2, (key, row) -> keys.add(key));
    assertThat(keys).containsExactly("1", "2");
    assertThatThrownBy(() -> orders.refillSource("item; DROP TABLE item", "id", List.of("id")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void runsItsSchemaScriptAgainAndAgain() throws Exception {
    Path script = directory.resolve("schema.sql");
    Files.writeString(
        script,
        """
        -- the shop; all of it
        CREATE TABLE IF NOT EXISTS shop (name VARCHAR(50) DEFAULT 'a;b');
        /* and; its */ CREATE INDEX IF NOT EXISTS shop_name ON shop (name);
        """);
    try (JdbcResource shop =
        JdbcResource.h2("shop").file(directory.resolve("shop")).schema(script).build()) {
      assertThat(shop.initSchema()).isEqualTo(2);
      assertThat(shop.initSchema()).isEqualTo(2);
      Files.writeString(script, "CREATE TABEL x (y INT);");
      assertThatThrownBy(shop::initSchema)
          .hasMessageContaining("schema.sql")
          .hasMessageContaining("CREATE TABEL");
    }
  }

  @Test
  void showsNoSecret() {
    JdbcResource secret =
        JdbcResource.h2("s").file(directory.resolve("s")).password("hunter2").build();
    assertThat(secret.toString()).doesNotContain("hunter2");
    assertThat(new JdbcSettings.Secret("hunter2").toString()).doesNotContain("hunter2");
    secret.close();
  }
}
