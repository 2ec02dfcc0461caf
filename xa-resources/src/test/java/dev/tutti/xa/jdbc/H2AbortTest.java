package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.RecoveryConnection;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicReference;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our own abort of a connection: what it may hit, and what it must not. */
class H2AbortTest {

  @TempDir Path directory;
  private JdbcResource orders;
  private final HandTransaction transaction = new HandTransaction("t1");

  @BeforeEach
  void open() throws Exception {
    orders = H2Fixture.open(directory, 1);
  }

  @AfterEach
  void close() {
    orders.close();
  }

  @Test
  void leavesAPreparedBranchAlone() throws Exception {
    H2Fixture.insert(orders.join(transaction), 1);
    transaction.prepare();
    transaction.abort.run();
    transaction.commitPrepared();
    assertThat(H2Fixture.count(orders)).isEqualTo(1);
  }

  @Test
  void dropsABranchThatIsNotPrepared() throws Exception {
    H2Fixture.insert(orders.join(transaction), 1);
    transaction.abort.run();
    transaction.rollback();
    assertThat(H2Fixture.count(orders)).isZero();
    assertThat(orders.connectionsInUse()).isZero();
  }

  @Test
  void aBranchThatWasAbortedWhileItPreparedVotesNo() {
    AtomicReference<H2Branch> branch = new AtomicReference<>();
    XAResource driver =
        (XAResource)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {XAResource.class},
                (proxy, method, args) -> {
                  assertThat(branch.get().mayAbort()).isTrue();
                  return XAResource.XA_OK;
                });
    H2HeldBranches held = new H2HeldBranches();
    branch.set(new H2Branch(driver, held));
    assertThatThrownBy(() -> branch.get().prepare(transaction.xid))
        .isInstanceOfSatisfying(
            XAException.class, e -> assertThat(e.errorCode).isEqualTo(XAException.XA_RBROLLBACK));
    assertThat(held.isEmpty()).isTrue();
  }

  @Test
  void doesNotHitTheNextUserOfTheConnection() throws Exception {
    H2Fixture.insert(orders.join(transaction), 1);
    transaction.commitInOnePhase();
    HandTransaction next = new HandTransaction("t2");
    Connection handle = orders.join(next);
    transaction.cancel.run();
    transaction.abort.run();
    H2Fixture.insert(handle, 2);
    next.commit();
    assertThat(H2Fixture.count(orders)).isEqualTo(2);
  }

  @Test
  void aJoinAfterTheEndGivesItsConnectionBack() throws Exception {
    transaction.over = true;
    assertThatThrownBy(() -> orders.join(transaction)).isInstanceOf(HandleClosedException.class);
    assertThat(orders.connectionsInUse()).isZero();
    HandTransaction broken = new HandTransaction("t2");
    broken.registrationFails = true;
    assertThatThrownBy(() -> orders.join(broken)).hasMessageContaining("says the test");
    assertThat(orders.connectionsInUse()).isZero();
    HandTransaction next = new HandTransaction("t3");
    H2Fixture.insert(orders.join(next), 1);
    next.commit();
    assertThat(H2Fixture.count(orders)).isEqualTo(1);
  }

  @Test
  void theListingConnectionTellsWhoItIs() throws Exception {
    try (RecoveryConnection recovery = orders.openRecovery()) {
      assertThat(recovery.identity()).isPresent().isEqualTo(orders.identity());
    }
  }
}
