package dev.tutti.xa.cache;

import static dev.tutti.xa.cache.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.TransactionEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a transaction means to a cache, whoever keeps the entries. */
abstract class CacheContract {

  final Rows rows = new Rows();
  private CacheResource<Map<String, String>> cache;

  abstract CacheBuilder<Map<String, String>> builder();

  private void start(CacheBuilder<Map<String, String>> built) {
    cache = built.build();
    cache.start(null);
  }

  private void start() {
    start(builder());
  }

  private TransactionalMap<String, Map<String, String>> join(HandEnlistment tx) throws Exception {
    return cache.join(tx);
  }

  private void put(String key, String value) throws Exception {
    HandEnlistment tx = new HandEnlistment();
    join(tx).put(key, row(value));
    tx.commit();
  }

  private Map<String, String> cached(String key) {
    return cache.peek(key).map(CacheEntry::value).orElse(null);
  }

  @AfterEach
  void nothingIsHeld() {
    assertThat(cache.keysInUse()).isZero();
    cache.close();
    cache.close();
  }

  @Test
  void showsOwnWritesAtOnceAndOthersOnlyTheCommittedOnes() throws Exception {
    start();
    put("k", "old");
    put("gone", "old");
    HandEnlistment writer = new HandEnlistment();
    HandEnlistment reader = new HandEnlistment();
    var mine = join(writer);
    var theirs = join(reader);
    mine.put("k", row("new"));
    mine.remove("gone");
    assertThat(mine.get("k")).isEqualTo(row("new"));
    assertThat(mine.containsKey("gone")).isFalse();
    assertThat(theirs.get("k")).isEqualTo(row("old"));
    assertThat(theirs.containsKey("gone")).isTrue();
    assertThat(cached("k")).isEqualTo(row("old"));
    writer.commit();
    assertThat(theirs.get("k")).isEqualTo(row("new"));
    assertThat(theirs.get("gone")).isNull();
    reader.rollback();
  }

  @Test
  void dropsTheWritesOfARolledBackTransaction() throws Exception {
    start();
    put("k", "old");
    HandEnlistment tx = new HandEnlistment();
    var map = join(tx);
    map.put("k", row("new"));
    map.put("other", row("new"));
    tx.rollback();
    assertThat(cached("k")).isEqualTo(row("old"));
    assertThat(cached("other")).isNull();
  }

  @Test
  void refusesEveryUseOfAHandleWhoseTransactionIsOver() throws Exception {
    start(builder().source(rows));
    rows.committed.put("k", "1");
    HandEnlistment tx = new HandEnlistment();
    var map = join(tx);
    tx.commit();
    assertThatThrownBy(() -> map.get("k")).isInstanceOf(HandleClosedException.class);
    assertThatThrownBy(() -> map.containsKey("k")).isInstanceOf(HandleClosedException.class);
    assertThatThrownBy(() -> map.put("k", row("x"))).isInstanceOf(HandleClosedException.class);
    assertThatThrownBy(() -> map.remove("k")).isInstanceOf(HandleClosedException.class);
    assertThat(cached("k")).isNull();
  }

  @Test
  void keepsItsOwnCopyOfARow() throws Exception {
    start();
    Map<String, String> mutable = new HashMap<>(row("1"));
    HandEnlistment tx = new HandEnlistment();
    join(tx).put("k", mutable);
    mutable.put("v", "changed");
    tx.commit();
    assertThat(cached("k")).isEqualTo(row("1"));
  }

  @Test
  void ordersTwoWritersOfAKeyAsTheyCommit() throws Exception {
    start();
    HandEnlistment first = new HandEnlistment();
    join(first).put("k", row("first"));
    CountDownLatch asking = new CountDownLatch(1);
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(
            () -> {
              try {
                HandEnlistment tx = new HandEnlistment();
                var map = join(tx);
                asking.countDown();
                map.put("k", row("second"));
                tx.commit();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    asking.await();
    await().during(Duration.ofMillis(50)).until(() -> !second.isDone());
    first.commit();
    second.get();
    assertThat(cached("k")).isEqualTo(row("second"));
  }

  @Test
  void rollsBackTheWriterThatWaitsTooLongEvenIfItSwallowsTheException() throws Exception {
    start(builder().lockTimeout(Duration.ofMillis(30)));
    HandEnlistment holder = new HandEnlistment();
    join(holder).put("k", row("1"));
    HandEnlistment late = new HandEnlistment();
    var map = join(late);
    map.put("own", row("1"));
    assertThatThrownBy(() -> map.put("k", row("2")))
        .isInstanceOf(TransactionalCacheException.class)
        .hasMessageContaining("cache: key 'k'")
        .hasMessageContaining(holder.transactionId());
    assertThatThrownBy(late::prepare).isInstanceOf(TransactionalCacheException.class);
    late.rollback();
    assertThat(cached("own")).isNull();
    holder.commit();
    assertThat(cached("k")).isEqualTo(row("1"));
  }

  @Test
  void neverWaitsLongerThanItsTransactionMayTake() throws Exception {
    start(builder().lockTimeout(Duration.ofMinutes(1)));
    HandEnlistment holder = new HandEnlistment();
    join(holder).put("k", row("1"));
    HandEnlistment late = new HandEnlistment(Duration.ofMillis(30));
    var map = join(late);
    assertThatThrownBy(() -> map.put("k", row("2")))
        .isInstanceOf(TransactionalCacheException.class);
    late.rollback();
    holder.rollback();
  }

  @Test
  void evictsWhatATransactionOfUnknownOutcomeTouchedAndCachesNoLoadUntilItIsKnown()
      throws Exception {
    start(builder().source(rows));
    rows.committed.put("k", "old");
    put("k", "old");
    HandEnlistment tx = new HandEnlistment();
    join(tx).put("k", row("new"));
    tx.loseTheOutcome();
    assertThat(cached("k")).isNull();

    HandEnlistment reader = new HandEnlistment();
    var map = join(reader);
    assertThat(map.get("k")).isEqualTo(row("old"));
    assertThat(cached("k")).isNull();
    rows.committed.put("k", "new");
    assertThat(map.get("k")).isEqualTo(row("new"));
    cache.on(new TransactionEvent.Recovered(tx.transactionId(), "orders", true, ""));
    assertThat(map.get("k")).isEqualTo(row("new"));
    assertThat(cached("k")).isEqualTo(row("new"));
    reader.rollback();
  }

  @Test
  void forgetsWhatItLoadedBeforeRecoveryCommittedABranch() throws Exception {
    rows.committed.put("k", "old");
    start(builder().source(rows).refillAtStart());
    HandEnlistment reader = new HandEnlistment();
    var map = join(reader);
    assertThat(map.get("k")).isEqualTo(row("old"));
    rows.committed.put("k", "new");
    cache.on(new TransactionEvent.Recovered("tx", "orders", true, ""));
    assertThat(map.get("k")).isEqualTo(row("new"));

    // A load that read before recovery's commit and ends after it leaves nothing.
    rows.committed.put("late", "old");
    rows.afterRead =
        () -> {
          rows.committed.put("late", "new");
          cache.on(new TransactionEvent.Recovered("tx", "orders", true, ""));
        };
    assertThat(map.get("late")).isEqualTo(row("old"));
    rows.afterRead = () -> {};
    assertThat(cached("late")).isNull();
    reader.rollback();
  }

  @Test
  void loadsAMissOnceAndCountsItAsRebuilt() throws Exception {
    start(builder().source(rows));
    rows.committed.put("k", "1");
    HandEnlistment tx = new HandEnlistment();
    var map = join(tx);
    assertThat(map.get("k")).isEqualTo(row("1"));
    assertThat(map.get("k")).isEqualTo(row("1"));
    assertThat(map.get("none")).isNull();
    tx.commit();
    put("written", "2");
    assertThat(rows.finds).hasValue(2);
    assertThat(cache.rebuilt()).isEqualTo(1);
    assertThat(cache.size()).isEqualTo(2);
    Map<String, Boolean> rebuilt = new HashMap<>();
    cache.forEach((key, entry) -> rebuilt.put(key, entry.rebuilt()));
    assertThat(rebuilt).isEqualTo(Map.of("k", true, "written", false));
  }

  @Test
  void aLoadThatRacesWithAWriterLeavesNothingStale() throws Exception {
    start(builder().source(rows));
    rows.committed.put("k", "old");
    // The writer comes and goes while the load has read the old row and not yet cached it.
    AtomicReference<Throwable> failed = new AtomicReference<>();
    rows.afterRead =
        () -> {
          try {
            HandEnlistment writer = new HandEnlistment();
            join(writer).remove("k");
            rows.committed.put("k", "new");
            writer.commit();
          } catch (Exception e) {
            failed.set(e);
          }
        };
    HandEnlistment reader = new HandEnlistment();
    assertThat(join(reader).get("k")).isEqualTo(row("old"));
    assertThat(failed).hasNullValue();
    rows.afterRead = () -> {};
    assertThat(cached("k")).isNull();
    reader.rollback();
  }

  @Test
  void aLoadDuringAWriteLeavesNothingInTheCache() throws Exception {
    start(builder().source(rows));
    rows.committed.put("k", "old");
    HandEnlistment writer = new HandEnlistment();
    join(writer).remove("k");
    HandEnlistment reader = new HandEnlistment();
    assertThat(join(reader).get("k")).isEqualTo(row("old"));
    assertThat(cached("k")).isNull();
    reader.rollback();
    writer.commit();
    assertThat(cached("k")).isNull();
  }

  @Test
  void saysThatTheSourceDoesNotAnswerInsteadOfANull() throws Exception {
    start(builder().source(rows));
    rows.away = true;
    HandEnlistment tx = new HandEnlistment();
    var map = join(tx);
    assertThatThrownBy(() -> map.get("k"))
        .isInstanceOf(TransactionalCacheException.class)
        .hasMessageContaining("orders: it is away");
    tx.rollback();
  }

  @Test
  void fillsItselfAtStartUpToItsBound() throws Exception {
    for (int i = 0; i < 50; i++) {
      rows.committed.put("k" + i, "v" + i);
    }
    start(builder().maxEntries(20).source(rows).refillAtStart());
    assertThat(cache.rebuilt()).isEqualTo(20);
    await().untilAsserted(() -> assertThat(cache.size()).isBetween(1L, 20L));
  }

  @Test
  void startsWithoutItsSourceAndLoadsLater() throws Exception {
    rows.away = true;
    rows.committed.put("k", "1");
    start(builder().source(rows).refillAtStart());
    assertThat(cache.size()).isZero();
    assertThat(cache.failures()).isEqualTo(1);
    rows.away = false;
    HandEnlistment tx = new HandEnlistment();
    assertThat(join(tx).get("k")).isEqualTo(row("1"));
    tx.commit();
  }

  @Test
  void keepsItsBound() throws Exception {
    start(builder().maxEntries(100));
    for (int i = 0; i < 50; i++) {
      HandEnlistment tx = new HandEnlistment();
      var map = join(tx);
      for (int j = 0; j < 100; j++) {
        map.put("k" + i + "." + j, row("x"));
      }
      tx.commit();
    }
    await().untilAsserted(() -> assertThat(cache.size()).isBetween(1L, 100L));
  }
}
