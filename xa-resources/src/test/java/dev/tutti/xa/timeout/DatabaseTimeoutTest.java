package dev.tutti.xa.timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.sync.WriteOptions;
import dev.tutti.xa.jdbc.JdbcResource;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real database whose statements outlive their transaction. */
class DatabaseTimeoutTest {

  private static final int POOL = 2;
  private static final WriteOptions ONE_SECOND = WriteOptions.none().timeout(Duration.ofSeconds(1));

  @TempDir Path dir;
  private JdbcResource orders;
  private TransactionSystem tutti;
  private CountDownLatch over;

  @BeforeEach
  void start() throws Exception {
    Stall.reset();
    over = new CountDownLatch(1);
    orders =
        JdbcResource.h2("orders")
            .file(dir.resolve("orders"))
            .poolSize(POOL)
            .lockTimeout(Duration.ofMillis(500))
            .acquisitionTimeout(Duration.ofSeconds(2))
            .build();
    tutti =
        TransactionSystem.builder(
                TransactionSystemConfig.builder("test", dir.resolve("store"))
                    .drain(Duration.ofMillis(200))
                    .build())
            .resources(List.of(orders))
            .listener(
                event -> {
                  if (event instanceof TransactionEvent.Completed) {
                    over.countDown();
                  }
                })
            .start();
    try (Connection connection = orders.dataSource().getConnection()) {
      run(connection, "CREATE TABLE item (id INT PRIMARY KEY)");
      run(connection, "CREATE ALIAS stall FOR '" + Stall.class.getName() + ".stall'");
    }
  }

  /** Nothing was written, no key is locked, and every connection of the pool works. */
  @AfterEach
  void nothingWasWrittenAndThePoolWorks() throws Exception {
    Stall.go();
    await().ignoreExceptions().untilAsserted(() -> assertThat(count()).isZero());
    for (int i = 1; i <= 2 * POOL; i++) {
      int id = i;
      assertThat(
              tutti
                  .write(
                      tx -> {
                        run(tx.use(orders), "INSERT INTO item VALUES (" + id + ")");
                        return "";
                      })
                  .outcome())
          .isEqualTo(Outcome.COMMITTED);
    }
    assertThat(count()).isEqualTo(2 * POOL);
    await().until(() -> tutti.recovery().scan().isClean());
    tutti.close();
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long count() throws SQLException {
    try (Connection connection = orders.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM item")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void assertTimedOut(Throwable thrown) {
    assertThat(thrown)
        .satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(TransactionTimeoutException.class),
            e ->
                assertThat(e.getSuppressed())
                    .hasAtLeastOneElementOfType(TransactionTimeoutException.class));
  }

  /** Lets the statement go when the transaction is over. */
  private void releaseWhenOver() {
    Thread releaser =
        new Thread(
            () -> {
              try {
                over.await();
                Stall.go();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    releaser.setDaemon(true);
    releaser.start();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT stall(1)",
        "INSERT INTO item VALUES (stall(90))",
        "UPDATE item SET id = stall(91)"
      })
  void aStatementThatOutlivesItsTransactionWritesNothing(String sql) {
    releaseWhenOver();
    Connection[] kept = new Connection[1];

    Throwable thrown =
        catchThrowable(
            () ->
                tutti.write(
                    ONE_SECOND,
                    tx -> {
                      kept[0] = tx.use(orders);
                      run(kept[0], "INSERT INTO item VALUES (70)");
                      run(kept[0], sql);
                      run(kept[0], "INSERT INTO item VALUES (71)");
                      return "";
                    }));

    assertTimedOut(thrown);
    assertThatThrownBy(() -> run(kept[0], "INSERT INTO item VALUES (72)"))
        .isInstanceOf(HandleClosedException.class);
  }

  @Test
  void aStatementThatHangsIsCancelledAndItsTransactionEndsWithoutIt() {
    Throwable thrown =
        catchThrowable(
            () ->
                tutti.write(
                    ONE_SECOND,
                    tx -> {
                      run(tx.use(orders), "INSERT INTO item VALUES (70)");
                      run(
                          tx.use(orders),
                          "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 1000000) a, SYSTEM_RANGE(1,"
                              + " 1000000) b WHERE a.X + b.X < 0");
                      return "";
                    }));
    assertTimedOut(thrown);
  }

  @Test
  void theEndDoesNotWaitForAStatementThatIgnoresItsCancel() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread stuck =
        new Thread(
            () ->
                thrown.set(
                    catchThrowable(
                        () ->
                            tutti.write(
                                ONE_SECOND,
                                tx -> {
                                  run(tx.use(orders), "INSERT INTO item VALUES (70)");
                                  run(tx.use(orders), "INSERT INTO item VALUES (stall(90))");
                                  return "";
                                }))));
    stuck.start();
    Stall.awaitInside();
    over.await();
    assertThat(stuck.isAlive()).as("the statement is still inside").isTrue();
    Stall.go();
    stuck.join();
    assertTimedOut(thrown.get());
  }

  @Test
  void theSameThroughJtaAndTheDataSource() throws Exception {
    releaseWhenOver();
    tutti.transactionManager().setTransactionTimeout(1);
    try {
      tutti.transactionManager().begin();
      try (Connection connection = orders.dataSource().getConnection()) {
        run(connection, "INSERT INTO item VALUES (70)");
        assertThatThrownBy(() -> run(connection, "INSERT INTO item VALUES (stall(90))"))
            .isInstanceOfAny(HandleClosedException.class, SQLException.class);
        assertThatThrownBy(() -> run(connection, "INSERT INTO item VALUES (71)"))
            .isInstanceOf(HandleClosedException.class);
      }
      assertThatThrownBy(
              () -> {
                // Never an ordinary auto-commit connection under a dead transaction.
                try (Connection another = orders.dataSource().getConnection()) {
                  run(another, "INSERT INTO item VALUES (73)");
                }
              })
          .isInstanceOf(HandleClosedException.class);
      assertThatThrownBy(tutti.transactionManager()::commit).isInstanceOf(RollbackException.class);
    } finally {
      tutti.transactionManager().setTransactionTimeout(0);
    }
    assertThat(tutti.transactionManager().getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
  }
}
