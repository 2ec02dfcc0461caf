package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.spi.ReceiptStore.Claim;
import dev.tutti.tm.spi.ReceiptStore.KeyReceipt;
import java.nio.file.Path;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptsTest {

  private static final Duration SHORT = Duration.ofMillis(100);

  @TempDir Path directory;
  private JdbcResource orders;

  @BeforeEach
  void open() throws Exception {
    orders = H2Fixture.open(directory);
    orders.prepareReceipts();
  }

  @AfterEach
  void close() {
    assertThat(orders.connectionsInUse()).isZero();
    orders.close();
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

  @Test
  void aKeyOfAnUndecidedTransactionIsHeldWithinTheWait() throws Exception {
    HandTransaction holder = new HandTransaction("holder");
    claim("k", holder, SHORT);
    holder.prepare();
    HandTransaction late = new HandTransaction("late");
    long before = System.nanoTime();
    assertThat(claim("k", late, SHORT)).isEqualTo(new Claim.Held());
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
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
          IntStream.range(0, threads)
              .mapToObj(
                  i ->
                      pool.submit(
                          (Callable<Claim>)
                              () -> {
                                HandTransaction mine = new HandTransaction("t" + i);
                                start.await();
                                Claim claim = claim("k", mine, Duration.ofSeconds(5));
                                if (claim instanceof Claim.Claimed) {
                                  mine.commit();
                                } else {
                                  mine.rollback();
                                }
                                return claim;
                              }))
              .toList();
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
    Connection holding = orders.join(holder);
    H2Fixture.insert(holding, 1);
    HandTransaction other = new HandTransaction("other");
    Connection handle = orders.join(other);
    orders.claim(handle, receipt("k", other), Duration.ofSeconds(60));
    long before = System.nanoTime();
    try {
      H2Fixture.insert(handle, 1);
    } catch (SQLException e) {
      assertThat(e.getErrorCode()).isEqualTo(50200);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    other.rollback();
    holder.rollback();
  }

  @Test
  void purgesByTheAgeOfTheDatabaseAndInChunks() throws Exception {
    try (Connection connection = orders.dataSource().getConnection()) {
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO tutti_receipt (tx_id, idem_key, content, created_at)"
                  + " VALUES (?, ?, '', DATEADD('HOUR', ?, CURRENT_TIMESTAMP))")) {
        for (int i = 0; i < 2500; i++) {
          insert.setString(1, "t" + i);
          insert.setString(2, "k" + i);
          insert.setInt(3, i < 2300 ? -2 : 0);
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
    assertThat(orders.purgeReceipts(Duration.ofHours(1))).isEqualTo(2300);
    assertThat(orders.purgeReceipts(Duration.ofHours(1))).isZero();
    assertThat(orders.find("k1")).isEmpty();
    assertThat(orders.find("k2400")).isPresent();
  }

  @Test
  void preparingAtOnceIsSafe() throws Exception {
    try (JdbcResource fresh = H2Fixture.open(directory.resolve("fresh"))) {
      ExecutorService pool = Executors.newFixedThreadPool(4);
      try {
        Callable<Boolean> prepare =
            () -> {
              fresh.prepareReceipts();
              return true;
            };
        for (Future<Boolean> done : pool.invokeAll(List.of(prepare, prepare, prepare, prepare))) {
          assertThat(done.get()).isTrue();
        }
      } finally {
        pool.shutdownNow();
      }
      assertThat(fresh.find("k")).isEmpty();
    }
  }
}
