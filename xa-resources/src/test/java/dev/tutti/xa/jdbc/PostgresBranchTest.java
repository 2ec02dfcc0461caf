package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.xa.config.TlsSettings;
import dev.tutti.xa.testing.DatabaseServer;
import dev.tutti.xa.testing.PostgresServer;
import dev.tutti.xa.testing.Servers;
import dev.tutti.xa.testing.TcpProxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;

/** What only PostgreSQL does. */
class PostgresBranchTest extends OnServer {

  @Override
  DatabaseServer server() {
    return Servers.postgres();
  }

  @Override
  JdbcResourceBuilder builder(String name) {
    return JdbcResource.postgresql(name);
  }

  @Override
  void killSessions() throws SQLException {
    PostgresSessions.killAll(Servers.postgres(), database());
  }

  private static void code(Throwable e, int code) {
    assertThat(((XAException) e).errorCode).as(e.toString()).isEqualTo(code);
  }

  @Test
  void anErrorThatTheApplicationSwallowedIsANo() throws Exception {
    for (boolean onePhase : new boolean[] {false, true}) {
      HandTransaction transaction = new HandTransaction("swallowed");
      Connection handle = orders.join(transaction);
      H2Fixture.insert(handle, 1);
      assertThatThrownBy(() -> H2Fixture.insert(handle, 1)).isInstanceOf(SQLException.class);
      assertThatThrownBy(onePhase ? transaction::commitInOnePhase : transaction::prepare)
          .hasMessageContaining("a statement failed before")
          .satisfies(e -> code(e, XAException.XA_RBROLLBACK));
      transaction.resource.rollback(transaction.xid);
      transaction.release(true);
    }
    assertThat(prepared()).isEmpty();
    assertThat(items()).isZero();
  }

  @Test
  void anErrorAfterASavepointDoesNotEndTheRest() throws Exception {
    HandTransaction transaction = new HandTransaction("saved");
    Connection handle = orders.join(transaction);
    H2Fixture.insert(handle, 1);
    H2Fixture.run(handle, "SAVEPOINT here");
    assertThatThrownBy(() -> H2Fixture.insert(handle, 1)).isInstanceOf(SQLException.class);
    H2Fixture.run(handle, "ROLLBACK TO here");
    H2Fixture.insert(handle, 2);
    transaction.commit();
    assertThat(items()).isEqualTo(2);
  }

  @Test
  void aProcedureCannotEndTheTransaction() throws Exception {
    run("CREATE OR REPLACE PROCEDURE ends() LANGUAGE plpgsql AS 'BEGIN COMMIT; END'");
    for (String sql : new String[] {"CALL ends()", "DO 'BEGIN COMMIT; END'"}) {
      HandTransaction transaction = new HandTransaction("t");
      Connection handle = orders.join(transaction);
      assertThatThrownBy(() -> H2Fixture.run(handle, sql))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("2D000"));
      transaction.rollback();
      HandTransaction later = new HandTransaction("later");
      Connection second = orders.join(later);
      H2Fixture.insert(second, 1);
      assertThatThrownBy(() -> H2Fixture.run(second, sql)).isInstanceOf(SQLException.class);
      later.rollback();
    }
    assertThat(items()).isZero();
  }

  @Test
  void whatCannotBePreparedIsANoAndRolledBack() throws Exception {
    HandTransaction transaction = new HandTransaction("temporary");
    H2Fixture.run(orders.join(transaction), "CREATE TEMPORARY TABLE passing (id INT)");
    assertThatThrownBy(transaction::prepare)
        .hasMessageContaining("temporary objects")
        .satisfies(e -> code(e, XAException.XA_RBROLLBACK));
    transaction.resource.rollback(transaction.xid);
    transaction.release(true);
    HandTransaction next = new HandTransaction("next");
    H2Fixture.insert(orders.join(next), 1);
    next.commit();
    assertThat(items()).isEqualTo(1);
  }

  @Test
  void aBranchWithoutAStatementIsReadOnly() throws Exception {
    HandTransaction transaction = new HandTransaction("idle");
    orders.join(transaction);
    transaction.close();
    transaction.resource.end(transaction.xid, XAResource.TMSUCCESS);
    assertThat(transaction.resource.prepare(transaction.xid)).isEqualTo(XAResource.XA_RDONLY);
    transaction.release(true);
    assertThat(prepared()).isEmpty();
  }

  @Test
  void threeRoundTripsForAStatementInTwoPhases() throws Exception {
    try (TcpProxy proxy = TcpProxy.to(server().port());
        JdbcResource through = resource("through", server().url(database(), proxy.port()))) {
      HandTransaction first = new HandTransaction("first");
      H2Fixture.insert(through.join(first), 1);
      first.commit();
      int before = proxy.roundTrips();
      HandTransaction second = new HandTransaction("second");
      H2Fixture.insert(through.join(second), 2);
      second.commit();
      assertThat(proxy.roundTrips() - before).isEqualTo(3);
    }
  }

  @Test
  void anotherUsersBranchIsListedSoThatItIsNotTakenForEnded() throws Exception {
    server().createUser("stranger", "pw-stranger", database());
    Xid xid = new HandTransaction.TestXid("strange");
    try (Connection stranger = server().admin(database());
        Statement statement = stranger.createStatement()) {
      statement.execute("SET ROLE stranger");
      for (String name : new String[] {PgXid.name(xid), "no xid at all"}) {
        statement.execute("BEGIN");
        statement.execute("SELECT pg_current_xact_id()");
        statement.execute("PREPARE TRANSACTION '" + name + "'");
      }
      try (RecoveryConnection recovery = orders.openRecovery()) {
        Xid[] listed = recovery.xaResource().recover(SCAN);
        assertThat(listed).extracting(PgXid::name).contains(PgXid.name(xid)).hasSize(2);
        assertThatThrownBy(() -> recovery.xaResource().rollback(xid))
            .hasMessageContaining("permission denied")
            .satisfies(e -> code(e, XAException.XAER_RMFAIL));
      } finally {
        statement.execute("ROLLBACK PREPARED '" + PgXid.name(xid) + "'");
        statement.execute("ROLLBACK PREPARED 'no xid at all'");
      }
    }
  }

  @Test
  void theServerEndsASessionWhoseClientIsGone() throws Exception {
    HandTransaction transaction = new HandTransaction("t");
    Connection handle = orders.join(transaction);
    for (String[] setting :
        new String[][] {
          {"lock_timeout", "300ms"},
          {"idle_in_transaction_session_timeout", "10min"},
          {"tcp_keepalives_idle", "30"},
          {"client_connection_check_interval", "10s"}
        }) {
      try (PreparedStatement statement =
          handle.prepareStatement("SELECT current_setting('" + setting[0] + "')")) {
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          assertThat(row.getString(1)).as(setting[0]).isEqualTo(setting[1]);
        }
      }
    }
    transaction.rollback();
  }

  @Test
  void aStalledServerIsLeftByAnAbort() throws Exception {
    try (TcpProxy proxy = TcpProxy.to(server().port());
        JdbcResource through = resource("through", server().url(database(), proxy.port()))) {
      HandTransaction transaction = new HandTransaction("stalled");
      H2Fixture.insert(through.join(transaction), 1);
      transaction.prepare();
      proxy.stall();
      ExecutorService pool = Executors.newSingleThreadExecutor();
      try {
        Future<?> commit =
            pool.submit(
                () -> {
                  transaction.resource.commit(transaction.xid, false);
                  return true;
                });
        await().until(() -> !commit.isDone());
        transaction.abort.run();
        await().until(commit::isDone);
        assertThatThrownBy(commit::get).cause().satisfies(e -> code(e, XAException.XAER_RMFAIL));
      } finally {
        pool.shutdownNow();
        transaction.release(false);
        proxy.resume();
      }
    }
    // The request that was held back may arrive now: the branch is busy until that session is done.
    await()
        .untilAsserted(
            () -> {
              try (RecoveryConnection recovery = orders.openRecovery()) {
                for (Xid xid : recovery.xaResource().recover(SCAN)) {
                  assertThatCode(() -> recovery.xaResource().commit(xid, false))
                      .doesNotThrowAnyException();
                }
              }
              assertThat(items()).isEqualTo(1);
            });
  }

  @Test
  void saysWhatToDoWhenNoConnectionIsLeft() throws Exception {
    PostgresServer server = Servers.postgres();
    try (Connection admin = server.admin(database())) {
      H2Fixture.run(admin, "ALTER ROLE app CONNECTION LIMIT 0");
      try {
        assertThatThrownBy(orders::identity)
            .isInstanceOf(ResourceUnavailableException.class)
            .hasMessage(
                "orders: the database did not do it: the server has no connection left: raise"
                    + " max_connections there, or lower pool-size here");
        HandTransaction transaction = new HandTransaction("t");
        assertThatThrownBy(() -> orders.join(transaction))
            .hasMessageStartingWith("orders: no connection: the server has no connection left");
      } finally {
        H2Fixture.run(admin, "ALTER ROLE app CONNECTION LIMIT -1");
      }
    }
  }

  @Test
  void saysThatAServerSpeaksNoTls() {
    TlsSettings tls =
        new TlsSettings(
            TlsSettings.Mode.VERIFY_FULL, Optional.empty(), Optional.empty(), Optional.empty());
    try (JdbcResource secure =
        builder("secure").url(server().url(database())).user("app").tls(tls).build()) {
      assertThatThrownBy(secure::identity)
          .hasMessage(
              "secure: the database did not do it: the server speaks no TLS: set ssl = on there,"
                  + " or tls.mode: off here");
    }
  }

  @Test
  void itsPositionOnlyGrows() throws Exception {
    try (RecoveryConnection recovery = orders.openRecovery()) {
      long before = recovery.position().orElseThrow();
      run("INSERT INTO item VALUES (1, 'one')");
      assertThat(recovery.position().orElseThrow()).isGreaterThan(before);
    }
  }
}
