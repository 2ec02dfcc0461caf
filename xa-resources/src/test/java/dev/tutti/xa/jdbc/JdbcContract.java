package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.RecoveryConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every database with XA does as a resource, driven by hand. */
abstract class JdbcContract extends OnServer {

  /** A statement that takes that long, and listens to a cancel. */
  abstract String sleep(int seconds);

  /** SQL that ends the transaction, or outlives it, and so is refused. */
  abstract List<String> endsTheTransaction();

  /** SQL that looks like it and is not. */
  abstract List<String> leavesItOpen();

  @Test
  void isDurable() {
    assertThat(orders.guarantee()).isEqualTo(Guarantee.DURABLE_XA);
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

    assertThat(items()).isEqualTo(2);
    assertThat(prepared()).isEmpty();
  }

  @Test
  void givesEveryConnectionBackHoweverItsTransactionEnds() throws Exception {
    for (int i = 0; i < 20; i++) {
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
    await().untilAsserted(() -> assertThat(items()).isEqualTo(10));
    assertThat(prepared()).isEmpty();
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
    assertThat(items()).isZero();
  }

  @Test
  void whatIsPreparedIsFinishedByAnotherSession() throws Exception {
    HandTransaction one = new HandTransaction("one");
    HandTransaction two = new HandTransaction("two");
    H2Fixture.insert(orders.join(one), 1);
    H2Fixture.insert(orders.join(two), 2);
    one.prepare();
    two.prepare();
    one.release(false);
    two.release(false);
    assertThat(prepared()).containsExactlyInAnyOrder("one", "two");

    try (RecoveryConnection recovery = orders.openRecovery()) {
      XAResource resource = recovery.xaResource();
      await().ignoreExceptions().until(() -> ended(() -> resource.commit(one.xid, false)));
      await().ignoreExceptions().until(() -> ended(() -> resource.rollback(two.xid)));
      assertThat(prepared()).isEmpty();
      assertThatThrownBy(() -> resource.commit(two.xid, false))
          .isInstanceOfSatisfying(
              XAException.class, e -> assertThat(e.errorCode).isEqualTo(XAException.XAER_NOTA));
    }
    assertThat(items()).isEqualTo(1);
  }

  private static boolean ended(End end) throws XAException {
    end.run();
    return true;
  }

  private interface End {
    void run() throws XAException;
  }

  @Test
  void aSessionKilledBeforeTheVoteVotesNo() throws Exception {
    HandTransaction transaction = new HandTransaction("killed");
    H2Fixture.insert(orders.join(transaction), 1);
    killSessions();
    assertThatThrownBy(transaction::prepare)
        .isInstanceOfSatisfying(
            XAException.class, e -> assertThat(e.errorCode).isEqualTo(XAException.XAER_RMFAIL));
    transaction.release(false);
    await().untilAsserted(() -> assertThat(prepared()).isEmpty());
    assertThat(items()).isZero();
  }

  @Test
  void aSessionKilledAfterTheVoteLosesNothing() throws Exception {
    for (boolean commit : new boolean[] {true, false}) {
      HandTransaction transaction = new HandTransaction("killed-" + commit);
      H2Fixture.insert(orders.join(transaction), commit ? 1 : 2);
      transaction.prepare();
      killSessions();
      assertThatThrownBy(
              () -> {
                if (commit) {
                  transaction.resource.commit(transaction.xid, false);
                } else {
                  transaction.resource.rollback(transaction.xid);
                }
              })
          .isInstanceOf(XAException.class)
          .satisfies(e -> assertThat(isLost((XAException) e)).as(e.toString()).isTrue());
      transaction.release(false);
      assertThat(prepared()).contains("killed-" + commit);
      try (RecoveryConnection recovery = orders.openRecovery()) {
        if (commit) {
          recovery.xaResource().commit(transaction.xid, false);
        } else {
          recovery.xaResource().rollback(transaction.xid);
        }
      }
    }
    assertThat(prepared()).isEmpty();
    assertThat(items()).isEqualTo(1);
  }

  /** As the guard sees it. */
  private boolean isLost(XAException e) {
    return e.errorCode == XAException.XAER_RMFAIL || orders.isConnectionLost(e);
  }

  @Test
  void worksOnAfterItsSessionsWereKilled() throws Exception {
    HandTransaction before = new HandTransaction("before");
    H2Fixture.insert(orders.join(before), 1);
    before.commit();
    killSessions();
    await()
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              HandTransaction after = new HandTransaction("after");
              try {
                H2Fixture.insert(orders.join(after), 2);
                after.commit();
              } finally {
                after.release(false);
              }
            });
    assertThat(items()).isEqualTo(2);
  }

  @Test
  void cancelsWhatRuns() throws Exception {
    HandTransaction transaction = new HandTransaction("stuck");
    Connection handle = orders.join(transaction);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<?> running = pool.submit(() -> runIn(handle, sleep(100)));
      await().until(transaction::isInside);
      await()
          .until(
              () -> {
                transaction.cancel.run();
                return running.isDone();
              });
      transaction.rollback();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void anAbortedCallLeavesNothingBehind() throws Exception {
    HandTransaction transaction = new HandTransaction("stuck");
    Connection handle = orders.join(transaction);
    H2Fixture.insert(handle, 1);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<?> running = pool.submit(() -> runIn(handle, sleep(100)));
      await().until(transaction::isInside);
      transaction.close();
      transaction.cancel.run();
      transaction.abort.run();
      await().until(running::isDone);
      transaction.release(false);
    } finally {
      pool.shutdownNow();
    }
    await()
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              HandTransaction again = new HandTransaction("again");
              try {
                H2Fixture.insert(orders.join(again), 1);
                again.commit();
              } finally {
                again.release(false);
              }
            });
    assertThat(items()).isEqualTo(1);
  }

  private static Object runIn(Connection handle, String sql) throws SQLException {
    H2Fixture.run(handle, sql);
    return true;
  }

  @ParameterizedTest
  @MethodSource("endsTheTransaction")
  void refusesWhatWouldEndTheTransaction(String sql) throws Exception {
    HandTransaction transaction = new HandTransaction("t");
    Connection handle = orders.join(transaction);
    H2Fixture.insert(handle, 1);
    try (Statement statement = handle.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("end the transaction");
      assertThatThrownBy(() -> statement.addBatch(sql)).hasMessageContaining("end the transaction");
    }
    assertThatThrownBy(() -> handle.prepareStatement(sql))
        .hasMessageContaining("end the transaction");
    transaction.rollback();
    assertThat(items()).isZero();
  }

  @ParameterizedTest
  @MethodSource("leavesItOpen")
  void letsPassWhatLeavesTheTransactionOpen(String sql) throws Exception {
    HandTransaction transaction = new HandTransaction("t");
    Connection handle = orders.join(transaction);
    H2Fixture.insert(handle, 1);
    H2Fixture.run(handle, sql);
    H2Fixture.insert(handle, 2);
    transaction.rollback();
    assertThat(items()).isZero();
  }

  @Test
  void knowsWhoItIs() throws Exception {
    String identity = orders.identity().orElseThrow();
    try (RecoveryConnection recovery = orders.openRecovery()) {
      assertThat(recovery.identity()).contains(identity);
    }
    String elsewhere = database() + "_other";
    server().createDatabase(elsewhere);
    try (JdbcResource other = resource("orders", url(elsewhere))) {
      assertThat(other.identity().orElseThrow()).isNotEqualTo(identity);
    }
  }

  @Test
  void refillsFromItsTable() throws Exception {
    run("INSERT INTO item VALUES (1, 'one'), (2, NULL), (3, 'three')");
    var source = orders.refillSource("item", "id", List.of("id", "name"));
    assertThat(source.find("1")).contains(Map.of("id", "1", "name", "one"));
    assertThat(source.find("2")).contains(Map.of("id", "2"));
    assertThat(source.find("9")).isEmpty();
    List<String> keys = new ArrayList<>();
    source.forEach(2, (key, row) -> keys.add(key));
    assertThat(keys).containsExactly("1", "2");
  }
}
