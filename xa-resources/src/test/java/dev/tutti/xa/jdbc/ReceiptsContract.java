package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.spi.LastResourceManager.Decision;
import dev.tutti.tm.spi.ReceiptStore.Claim;
import dev.tutti.tm.spi.ReceiptStore.KeyReceipt;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every database does as a store of receipts, and as the last resource. */
abstract class ReceiptsContract extends OnServer {

  private static final Duration SHORT = Duration.ofMillis(100);

  /** An update that makes all rows of a table look two hours older. */
  abstract String age(String table);

  @BeforeEach
  final void prepareReceipts() throws Exception {
    orders.prepareReceipts();
  }

  private static KeyReceipt receipt(String key, HandTransaction by) {
    return new KeyReceipt(key, by.transactionId(), "abc");
  }

  private Claim claim(String key, HandTransaction by, Duration wait) throws Exception {
    return orders.claim(orders.join(by), receipt(key, by), wait);
  }

  @Test
  void aCommittedKeyIsTakenAndARolledBackOneIsFree() throws Exception {
    HandTransaction dropped = new HandTransaction("dropped");
    assertThat(claim("k", dropped, SHORT)).isEqualTo(new Claim.Claimed());
    dropped.rollback();
    assertThat(orders.find("k")).isEmpty();

    HandTransaction kept = new HandTransaction("kept");
    assertThat(claim("k", kept, SHORT)).isEqualTo(new Claim.Claimed());
    kept.commit();
    assertThat(orders.find("k")).contains(receipt("k", kept));

    HandTransaction repeat = new HandTransaction("repeat");
    assertThat(claim("k", repeat, SHORT)).isEqualTo(new Claim.Taken(receipt("k", kept)));
    repeat.rollback();
  }

  @ParameterizedTest
  @ValueSource(strings = {"K", "k ", " k", "ḱ", "k\t", "\uD83E\uDD41"})
  void keysThatDifferAtAllAreDifferent(String other) throws Exception {
    HandTransaction one = new HandTransaction("one");
    claim("k", one, SHORT);
    one.commit();
    HandTransaction two = new HandTransaction("two");
    assertThat(claim(other, two, SHORT)).isEqualTo(new Claim.Claimed());
    two.commit();
    assertThat(orders.find(other)).contains(receipt(other, two));
  }

  @Test
  void aKeyOfAPreparedTransactionIsHeldWithinTheWait() throws Exception {
    HandTransaction holder = new HandTransaction("holder");
    claim("k", holder, SHORT);
    holder.prepare();
    HandTransaction late = new HandTransaction("late");
    long before = System.nanoTime();
    assertThat(claim("k", late, SHORT)).isEqualTo(new Claim.Held());
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    late.rollback();
    holder.commitPrepared();
    HandTransaction after = new HandTransaction("after");
    assertThat(claim("k", after, SHORT)).isInstanceOf(Claim.Taken.class);
    after.rollback();
  }

  @Test
  void oneOfManyAtOnceGetsTheKey() throws Exception {
    int threads = 4;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Claim>> claims =
          IntStream.range(0, threads).mapToObj(i -> pool.submit(attempt(i, start))).toList();
      start.countDown();
      int claimed = 0;
      for (Future<Claim> claim : claims) {
        if (claim.get() instanceof Claim.Claimed) {
          claimed++;
        } else {
          assertThat(claim.get()).isInstanceOf(Claim.Taken.class);
        }
      }
      assertThat(claimed).isEqualTo(1);
    } finally {
      pool.shutdownNow();
    }
  }

  private Callable<Claim> attempt(int number, CountDownLatch start) {
    return () -> {
      HandTransaction mine = new HandTransaction("t" + number);
      start.await();
      Claim claim = claim("k", mine, Duration.ofSeconds(5));
      if (claim instanceof Claim.Claimed) {
        mine.commit();
      } else {
        mine.rollback();
      }
      return claim;
    };
  }

  @Test
  void aWaitingClaimGetsTheKeyWhenItsHolderRollsBack() throws Exception {
    HandTransaction holder = new HandTransaction("holder");
    claim("k", holder, SHORT);
    HandTransaction waiting = new HandTransaction("waiting");
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<Claim> claim = pool.submit(() -> claim("k", waiting, Duration.ofSeconds(20)));
      await().until(waiting::isInside);
      holder.rollback();
      assertThat(claim.get()).isEqualTo(new Claim.Claimed());
      waiting.commit();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void theWaitOfAClaimIsNotTheWaitOfTheWorkAfterIt() throws Exception {
    HandTransaction holder = new HandTransaction("holder");
    H2Fixture.insert(orders.join(holder), 1);
    HandTransaction other = new HandTransaction("other");
    Connection handle = orders.join(other);
    orders.claim(handle, receipt("k", other), Duration.ofSeconds(60));
    long before = System.nanoTime();
    assertThatThrownBy(() -> H2Fixture.insert(handle, 1)).isInstanceOf(SQLException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    other.rollback();
    holder.rollback();
  }

  @Test
  void purgesByTheAgeOfTheDatabaseAndInChunks() throws Exception {
    write(0, 2300);
    run(age("tutti_receipt"));
    write(2300, 2500);
    assertThat(orders.purgeReceipts(Duration.ofHours(1))).isEqualTo(2300);
    assertThat(orders.purgeReceipts(Duration.ofHours(1))).isZero();
    assertThat(orders.find("k1")).isEmpty();
    assertThat(orders.find("k2400")).isPresent();
  }

  private void write(int from, int to) throws SQLException {
    try (Connection connection = server().connect(database())) {
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO tutti_receipt (tx_id, idem_key, content) VALUES (?, ?, '')")) {
        for (int i = from; i < to; i++) {
          insert.setString(1, "t" + i);
          insert.setString(2, "k" + i);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
    }
  }

  @Test
  void preparingAtOnceIsSafe() throws Exception {
    run("DROP TABLE tutti_receipt");
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      Callable<Boolean> prepare =
          () -> {
            orders.prepareReceipts();
            return true;
          };
      for (Future<Boolean> done : pool.invokeAll(List.of(prepare, prepare, prepare, prepare))) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(orders.find("k")).isEmpty();
  }

  @Test
  void asTheLastResourceItsCommitIsTheDecision() throws Exception {
    LastJdbcResource audit = LastJdbcResource.of("audit", plain());
    HandTransaction transaction = new HandTransaction("t1");
    H2Fixture.insert(audit.join(transaction), 1);
    transaction.close();
    transaction.last.commit();
    transaction.release(true);
    assertThat(items()).isEqualTo(1);
    assertThat(audit.settle("t1")).isEqualTo(Decision.COMMITTED);

    HandTransaction late = new HandTransaction("t2");
    H2Fixture.insert(audit.join(late), 2);
    late.close();
    assertThat(audit.settle("t2")).isEqualTo(Decision.ABORTED);
    assertThatThrownBy(late.last::commit).isInstanceOf(SQLException.class);
    late.release(true);
    assertThat(items()).isEqualTo(1);
  }

  @Test
  void aWriterThatStillHoldsItsDecisionIsLeftAlone() throws Exception {
    LastJdbcResource audit = LastJdbcResource.of("audit", plain());
    audit.settle("warm-up");
    try (Connection writer = server().connect(database())) {
      writer.setAutoCommit(false);
      H2Fixture.run(
          writer, "INSERT INTO tutti_decision (tx_id, outcome) VALUES ('t1', 'COMMITTED')");
      assertThat(audit.settle("t1")).isEqualTo(Decision.UNDECIDED);
      writer.commit();
      assertThat(audit.settle("t1")).isEqualTo(Decision.COMMITTED);
    }
    audit.purgeDecisions("t", Duration.ofHours(1));
    assertThat(count("tutti_decision WHERE tx_id = 't1'")).isEqualTo(1);
    run(age("tutti_decision"));
    audit.purgeDecisions("t", Duration.ofHours(1));
    assertThat(count("tutti_decision WHERE tx_id = 't1'")).isZero();
  }

  /** A new connection each time, as a driver's own data source gives. */
  private DataSource plain() {
    return new DataSource() {
      @Override
      public Connection getConnection() throws SQLException {
        return server().connect(database());
      }

      @Override
      public Connection getConnection(String user, String password) {
        throw new UnsupportedOperationException();
      }

      @Override
      public PrintWriter getLogWriter() {
        throw new UnsupportedOperationException();
      }

      @Override
      public void setLogWriter(PrintWriter out) {}

      @Override
      public void setLoginTimeout(int seconds) {}

      @Override
      public int getLoginTimeout() {
        return 0;
      }

      @Override
      public Logger getParentLogger() {
        throw new UnsupportedOperationException();
      }

      @Override
      public <T> T unwrap(Class<T> type) {
        throw new UnsupportedOperationException();
      }

      @Override
      public boolean isWrapperFor(Class<?> type) {
        return false;
      }
    };
  }
}
