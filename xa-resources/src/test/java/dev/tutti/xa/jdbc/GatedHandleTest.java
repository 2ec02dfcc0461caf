package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.spi.HandleClosedException;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatedHandleTest {

  private static final String FOREVER = "SELECT SUM(X * X) FROM SYSTEM_RANGE(1, 100000000000)";

  @TempDir Path directory;
  private JdbcResource orders;
  private final HandTransaction transaction = new HandTransaction("t1");
  private Connection handle;

  @BeforeEach
  void open() throws Exception {
    orders = H2Fixture.open(directory);
    handle = orders.join(transaction);
  }

  @AfterEach
  void close() throws Exception {
    if (transaction.isOpen()) {
      transaction.rollback();
    }
    orders.close();
  }

  /** A function of the database that does not listen to a cancel. */
  public static final class Stubborn {
    static volatile boolean released;

    public static int call() {
      while (!released) {
        Thread.onSpinWait();
      }
      return 1;
    }
  }

  @Test
  void leavesTheEndToTheTransaction() throws Exception {
    H2Fixture.insert(handle, 1);
    assertThatThrownBy(handle::commit).hasMessageContaining("orders: commit is refused");
    assertThatThrownBy(handle::rollback).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> handle.setAutoCommit(true)).isInstanceOf(SQLException.class);
    assertThatThrownBy(handle::setSavepoint).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> handle.abort(Runnable::run)).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> handle.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE))
        .isInstanceOf(SQLException.class);
    handle.setAutoCommit(false);
    handle.close();
    assertThat(handle.isClosed()).isFalse();
    H2Fixture.insert(handle, 2);
    transaction.commit();
    assertThat(H2Fixture.count(orders)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMMIT",
        " /* a */ rollback",
        "create table x (y int)",
        "INSERT INTO item VALUES (1, 'a;b'); DROP TABLE item",
        "-- harmless\nTRUNCATE TABLE item"
      })
  void refusesSqlThatWouldEndTheTransaction(String sql) throws Exception {
    try (Statement statement = handle.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("end the transaction");
      assertThatThrownBy(() -> statement.addBatch(sql)).isInstanceOf(SQLException.class);
    }
    assertThatThrownBy(() -> handle.prepareStatement(sql)).isInstanceOf(SQLException.class);
  }

  @Test
  void handsOutNothingThatIsNotGated() throws Exception {
    assertThatThrownBy(() -> handle.unwrap(JdbcConnection.class)).hasMessageContaining("orders");
    assertThat(handle.isWrapperFor(JdbcConnection.class)).isFalse();
    assertThat(handle.unwrap(Connection.class)).isSameAs(handle);
    DatabaseMetaData data = handle.getMetaData();
    assertThat(data.getConnection()).isSameAs(handle);
    PreparedStatement statement = handle.prepareStatement("SELECT CAST(X'AA' AS BLOB) FROM item");
    assertThat(statement.getConnection()).isSameAs(handle);
    H2Fixture.insert(handle, 1);
    ResultSet rows = statement.executeQuery();
    assertThat(rows.getStatement()).isSameAs(statement);
    rows.next();
    Blob blob = rows.getBlob(1);
    Blob same = (Blob) rows.getObject(1);
    assertThat(blob.length()).isEqualTo(same.length()).isEqualTo(1);
    transaction.rollback();

    assertThatThrownBy(rows::next).isInstanceOf(HandleClosedException.class);
    assertThatThrownBy(data::getTypeInfo).isInstanceOf(HandleClosedException.class);
    assertThatThrownBy(blob::length).isInstanceOf(HandleClosedException.class);
    assertThatThrownBy(same::length).isInstanceOf(HandleClosedException.class);
  }

  @Test
  void boundsAStatementByTheTransactionUnlessItsUserDid() throws Exception {
    transaction.remaining = Duration.ofMillis(800);
    try (Statement statement = handle.createStatement()) {
      statement.executeQuery("SELECT 1").close();
      assertThat(statement.getQueryTimeout()).isEqualTo(1);
      statement.setQueryTimeout(17);
      statement.executeQuery("SELECT 1").close();
      assertThat(statement.getQueryTimeout()).isEqualTo(17);
    }
    transaction.commit();
    try (Connection later = orders.dataSource().getConnection();
        Statement statement = later.createStatement()) {
      assertThat(statement.getQueryTimeout()).as("on the connection's next user").isZero();
    }
  }

  private Future<?> stuck(ExecutorService pool, String sql) {
    Future<?> running =
        pool.submit(
            () -> {
              H2Fixture.run(handle, sql);
              return null;
            });
    await().until(transaction::isInside);
    return running;
  }

  @Test
  void cancelsWhatRuns() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<?> running = stuck(pool, FOREVER);
      // A cancel between the gate and the driver is too early: ask until it is heard.
      await()
          .until(
              () -> {
                transaction.cancel.run();
                return running.isDone();
              });
      assertThatThrownBy(running::get).hasCauseInstanceOf(SQLException.class);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void abortsWhatDoesNotListen() throws Exception {
    try (Connection admin = orders.dataSource().getConnection()) {
      H2Fixture.run(admin, "CREATE ALIAS stubborn FOR '" + Stubborn.class.getName() + ".call'");
    }
    Stubborn.released = false;
    H2Fixture.insert(handle, 1);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<?> running = stuck(pool, "INSERT INTO item SELECT 100 + stubborn(), 'late'");
      transaction.abort.run();
      transaction.rollback();
      Stubborn.released = true;
      assertThatThrownBy(running::get).isNotNull();
    } finally {
      Stubborn.released = true;
      pool.shutdownNow();
    }
    assertThat(H2Fixture.count(orders)).isZero();
    await().untilAsserted(() -> assertThat(orders.connectionsInUse()).isZero());
    HandTransaction next = new HandTransaction("next");
    H2Fixture.insert(orders.join(next), 1);
    next.commit();
    assertThat(H2Fixture.count(orders)).isEqualTo(1);
  }
}
