package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.xa.testing.DatabaseServer;
import dev.tutti.xa.testing.TcpProxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** One branch, step by step, on the real servers. */
@ParameterizedClass
@EnumSource(MySqlBed.class)
class MySqlBranchTest {

  private static final int SCAN = XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN;

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final MySqlBed bed;
  private final DatabaseServer server;
  private final String database;
  private TcpProxy proxy;
  private JdbcResource orders;

  MySqlBranchTest(MySqlBed bed) {
    this.bed = bed;
    this.server = bed.server();
    this.database = "branch_" + bed.name().toLowerCase(Locale.ROOT);
  }

  @BeforeEach
  void open() throws SQLException {
    proxy = TcpProxy.to(server.port());
    orders = bed.resource("orders", server, database, proxy.port());
  }

  @AfterEach
  void close() throws Exception {
    proxy.cutNoMore();
    try (RecoveryConnection recovery = orders.openRecovery()) {
      for (Xid xid : recovery.xaResource().recover(SCAN)) {
        recovery.xaResource().rollback(xid);
      }
    }
    await("connections that leaked").until(() -> orders.connectionsInUse() == 0);
    orders.close();
    proxy.close();
  }

  private HandTransaction inserted(int id) throws Exception {
    HandTransaction transaction =
        new HandTransaction(bed + "-" + id + "-" + NUMBER.incrementAndGet());
    H2Fixture.insert(orders.join(transaction), id);
    return transaction;
  }

  private List<String> listed() throws Exception {
    try (RecoveryConnection recovery = orders.openRecovery()) {
      return Arrays.stream(recovery.xaResource().recover(SCAN)).map(MySqlXid::literal).toList();
    }
  }

  private void finish(HandTransaction transaction, boolean commit) throws Exception {
    try (RecoveryConnection recovery = orders.openRecovery()) {
      if (commit) {
        recovery.xaResource().commit(transaction.xid, false);
      } else {
        recovery.xaResource().rollback(transaction.xid);
      }
    }
  }

  @Test
  void keepsWhatIsCommittedAndDropsWhatIsRolledBack() throws Exception {
    inserted(1).commit();
    inserted(2).rollback();
    inserted(3).commitInOnePhase();
    HandTransaction prepared = inserted(4);
    prepared.prepare();
    assertThat(listed()).containsExactly(MySqlXid.literal(prepared.xid));
    prepared.resource.rollback(prepared.xid);
    prepared.release(true);

    assertThat(H2Fixture.count(orders)).isEqualTo(2);
    assertThat(listed()).isEmpty();
  }

  @Test
  void finishesABranchThatOnlyRead() throws Exception {
    HandTransaction reader = new HandTransaction("reader");
    H2Fixture.run(orders.join(reader), "SELECT COUNT(*) FROM item");
    reader.commit();
    HandTransaction idle = new HandTransaction("idle");
    orders.join(idle);
    idle.commit();
    assertThat(listed()).isEmpty();
  }

  @Test
  void recoversABranchThatOnlyReadAndLostItsConnection() throws Exception {
    HandTransaction reader = new HandTransaction("lost-reader-" + bed);
    H2Fixture.run(orders.join(reader), "SELECT COUNT(*) FROM item");
    reader.prepare();
    proxy.cut();
    reader.release(false);
    await().ignoreExceptions().untilAsserted(() -> finish(reader, true));
    assertThat(listed()).isEmpty();
  }

  @Test
  void recoversAPreparedBranchWhoseConnectionIsGone() throws Exception {
    HandTransaction kept = inserted(1);
    HandTransaction dropped = inserted(2);
    kept.prepare();
    dropped.prepare();
    proxy.cut();
    assertThatThrownBy(() -> kept.resource.commit(kept.xid, false))
        .isInstanceOfSatisfying(
            XAException.class, e -> assertThat(e.errorCode).isEqualTo(XAException.XAER_RMFAIL));
    assertThatThrownBy(() -> dropped.resource.rollback(dropped.xid))
        .isInstanceOfSatisfying(
            XAException.class, e -> assertThat(e.errorCode).isEqualTo(XAException.XAER_RMFAIL));
    kept.release(false);
    dropped.release(false);

    await().ignoreExceptions().untilAsserted(() -> finish(kept, true));
    await().ignoreExceptions().untilAsserted(() -> finish(dropped, false));
    assertThat(H2Fixture.count(orders)).isEqualTo(1);
    assertThat(listed()).isEmpty();
  }

  @Test
  void endsTheSessionThatOutlivedItsConnectionBeforeItFinishesTheBranch() throws Exception {
    HandTransaction transaction = inserted(1);
    transaction.prepare();
    proxy.cutClients();
    assertThatThrownBy(() -> transaction.resource.commit(transaction.xid, false))
        .isInstanceOf(XAException.class);

    // The server still has the session: whoever asks now is told that there is no such branch.
    assertThat(listed()).containsExactly(MySqlXid.literal(transaction.xid));
    assertThatThrownBy(() -> finish(transaction, true))
        .isInstanceOfSatisfying(
            XAException.class, e -> assertThat(e.errorCode).isEqualTo(XAException.XAER_NOTA));
    transaction.release(false);

    await().ignoreExceptions().untilAsserted(() -> finish(transaction, true));
    assertThat(H2Fixture.count(orders)).isEqualTo(1);
    assertThat(listed()).isEmpty();
  }

  @Test
  void freesTheLocksOfWorkThatWasNeverPrepared() throws Exception {
    HandTransaction cut = inserted(1);
    proxy.cutClients();
    cut.close();
    assertThatThrownBy(() -> cut.resource.end(cut.xid, XAResource.TMFAIL))
        .isInstanceOf(XAException.class);
    cut.resource.rollback(cut.xid);
    cut.release(true);

    HandTransaction blocked = new HandTransaction("blocked-" + NUMBER.incrementAndGet());
    Connection handle = orders.join(blocked);
    assertThatThrownBy(() -> H2Fixture.insert(handle, 1))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1205));
    blocked.rollback();
    listed(); // A pass of recovery.
    await()
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              HandTransaction again = new HandTransaction("again-" + NUMBER.incrementAndGet());
              try {
                H2Fixture.insert(orders.join(again), 1);
                again.commit();
              } catch (SQLException e) {
                again.rollback();
                throw e;
              }
            });
    assertThat(H2Fixture.count(orders)).isEqualTo(1);
  }

  @Test
  void rollsBackAfterADeadlock() throws Exception {
    inserted(1).commit();
    inserted(2).commit();
    HandTransaction one = new HandTransaction("one-" + bed);
    HandTransaction two = new HandTransaction("two-" + bed);
    Connection first = orders.join(one);
    Connection second = orders.join(two);
    H2Fixture.run(first, "UPDATE item SET name = 'first' WHERE id = 1");
    H2Fixture.run(second, "UPDATE item SET name = 'second' WHERE id = 2");
    Thread waiting =
        new Thread(
            () -> {
              try {
                H2Fixture.run(first, "UPDATE item SET name = 'first' WHERE id = 2");
              } catch (SQLException e) {
                // One of the two is the victim.
              }
            });
    waiting.start();
    await().until(one::isInside);
    try {
      H2Fixture.run(second, "UPDATE item SET name = 'second' WHERE id = 1");
    } catch (SQLException e) {
      assertThat(e.getSQLState()).startsWith("40");
    }
    waiting.join();
    for (Connection each : List.of(first, second)) {
      try {
        H2Fixture.run(each, "INSERT INTO item VALUES (" + (each == first ? 3 : 4) + ", 'late')");
      } catch (SQLException e) {
        // Refused, or rolled back below: what comes after the deadlock must not stay.
      }
    }
    for (HandTransaction each : List.of(one, two)) {
      each.close();
      try {
        each.resource.end(each.xid, XAResource.TMFAIL);
      } catch (XAException e) {
        assertThat(e.errorCode).isBetween(XAException.XA_RBBASE, XAException.XA_RBEND);
      }
      each.resource.rollback(each.xid);
      each.release(true);
    }
    assertThat(H2Fixture.count(orders)).isEqualTo(2);
  }
}
