package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.testing.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2RecoveryTest {

  private static final int SCAN = XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN;

  @TempDir Path directory;

  /** Works, and dies without a goodbye. */
  static final class Halted {
    public static void main(String[] args) throws Exception {
      JdbcResource orders = H2Fixture.open(Path.of(args[0]));
      for (String step : args[1].split(",", -1)) {
        int id = Integer.parseInt(step.substring(1));
        HandTransaction transaction = new HandTransaction("child-" + id);
        H2Fixture.insert(orders.join(transaction), id);
        switch (step.charAt(0)) {
          case 'p' -> transaction.prepare();
          case 'c' -> transaction.commit();
          case '1' -> transaction.commitInOnePhase();
          default -> {}
        }
      }
      Runtime.getRuntime().halt(77);
    }
  }

  private void die(String steps) {
    ChildJvm.Ended ended =
        ChildJvm.run(Duration.ofMinutes(1), Halted.class, directory.toString(), steps);
    assertThat(ended.exit()).as(ended.output()).isEqualTo(77);
  }

  private static List<String> names(XAResource resource) throws XAException {
    return Arrays.stream(resource.recover(SCAN)).map(H2Xid::name).toList();
  }

  private static Xid xid(int id) {
    return new HandTransaction.TestXid("child-" + id);
  }

  @Test
  void finishesWhatWasPreparedWhenTheProcessDied() throws Exception {
    die("p1,p2,c3,w4");
    try (JdbcResource orders = H2Fixture.open(directory)) {
      try (RecoveryConnection recovery = orders.openRecovery()) {
        XAResource resource = recovery.xaResource();
        assertThat(names(resource))
            .containsExactlyInAnyOrder(H2Xid.name(xid(1)), H2Xid.name(xid(2)));
        assertThat(H2Fixture.count(orders)).as("only the committed one is seen").isEqualTo(1);

        resource.commit(xid(1), false);
        assertThat(names(resource)).containsExactly(H2Xid.name(xid(2)));
        resource.rollback(xid(2));
        assertThat(names(resource)).isEmpty();
        assertThatThrownBy(() -> resource.rollback(xid(2)))
            .isInstanceOfSatisfying(
                XAException.class, e -> assertThat(e.errorCode).isEqualTo(XAException.XAER_NOTA));
      }
      assertThat(H2Fixture.count(orders)).isEqualTo(2);
    }
    try (JdbcResource again = H2Fixture.open(directory);
        RecoveryConnection recovery = again.openRecovery()) {
      assertThat(names(recovery.xaResource())).isEmpty();
      assertThat(H2Fixture.count(again)).isEqualTo(2);
    }
  }

  @Test
  void losesNothingThatWasCommittedRightBeforeTheProcessDied() throws Exception {
    die("c1,12");
    try (JdbcResource orders = H2Fixture.open(directory)) {
      assertThat(H2Fixture.count(orders)).isEqualTo(2);
    }
  }

  @Test
  void keepsAPreparedBranchWhoseTransactionEndedUnfinished() throws Exception {
    try (JdbcResource orders = H2Fixture.open(directory)) {
      HandTransaction one = new HandTransaction("child-1");
      HandTransaction two = new HandTransaction("child-2");
      H2Fixture.insert(orders.join(one), 1);
      H2Fixture.insert(orders.join(two), 2);
      one.prepare();
      two.prepare();
      one.release(false);
      two.release(false);
      assertThat(orders.connectionsInUse()).isEqualTo(2);

      try (RecoveryConnection recovery = orders.openRecovery()) {
        assertThat(names(recovery.xaResource())).hasSize(2);
        recovery.xaResource().commit(one.xid, false);
        recovery.xaResource().rollback(two.xid);
        assertThat(names(recovery.xaResource())).isEmpty();
      }
      assertThat(H2Fixture.count(orders)).isEqualTo(1);
      assertThat(orders.connectionsInUse()).isZero();
    }
  }

  @Test
  void closingLeavesAPreparedBranchInDoubt() throws Exception {
    HandTransaction transaction = new HandTransaction("child-1");
    try (JdbcResource orders = H2Fixture.open(directory)) {
      HandTransaction before = new HandTransaction("before");
      H2Fixture.insert(orders.join(before), 5);
      before.commitInOnePhase();
      H2Fixture.insert(orders.join(transaction), 1);
      transaction.prepare();
      transaction.release(false);
    }
    try (JdbcResource orders = H2Fixture.open(directory);
        RecoveryConnection recovery = orders.openRecovery()) {
      assertThat(H2Fixture.count(orders)).isEqualTo(1);
      recovery.xaResource().commit(transaction.xid, false);
      assertThat(H2Fixture.count(orders)).isEqualTo(2);
    }
  }
}
