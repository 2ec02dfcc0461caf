package dev.tutti.xa.cache;

import static dev.tutti.xa.cache.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many threads, few keys, every outcome: whenever all of them pause, what is cached is what the
 * source has.
 */
class CacheConcurrencyTest {

  private static final int THREADS = 12;
  private static final int KEYS = 6;
  private static final int PAUSES = 15;
  private static final int WRITES = 60;

  private final Rows rows = new Rows();
  private final AtomicInteger versions = new AtomicInteger();
  private final AtomicInteger committed = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(strings = {"infinispan", "jcache", "infinispan-small"})
  void neverEndsWithAnotherValueThanTheSource(String kind) throws Exception {
    CacheBuilder<Map<String, String>> builder =
        kind.startsWith("infinispan")
            ? CacheResource.infinispan("cache")
            : CacheResource.jcache("cache");
    try (CacheResource<Map<String, String>> cache =
        builder
            .maxEntries(kind.endsWith("small") ? KEYS / 2 : 100)
            .lockTimeout(Duration.ofMillis(5))
            .source(rows)
            .build()) {
      cache.start(null);
      rows.afterRead = CacheConcurrencyTest::letOthersIn;
      AtomicInteger compared = new AtomicInteger();
      CyclicBarrier pause = new CyclicBarrier(THREADS, () -> compare(cache, compared));
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      try {
        List<Future<?>> all = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
          int seed = 4711 + t;
          all.add(threads.submit(() -> work(cache, new Random(seed), pause)));
        }
        for (Future<?> one : all) {
          one.get(2, TimeUnit.MINUTES);
        }
      } finally {
        threads.shutdownNow();
      }
      assertThat(compared.get()).isGreaterThan(PAUSES);
      assertThat(committed.get()).isGreaterThan(THREADS * PAUSES);
      assertThat(cache.failures()).isZero();
    }
  }

  private void compare(CacheResource<Map<String, String>> cache, AtomicInteger compared) {
    assertThat(cache.keysInUse()).isZero();
    cache.forEach(
        (key, entry) -> {
          compared.incrementAndGet();
          assertThat(entry.value())
              .as(key)
              .isEqualTo(rows.committed.containsKey(key) ? row(rows.committed.get(key)) : null);
        });
  }

  private Void work(CacheResource<Map<String, String>> cache, Random random, CyclicBarrier pause)
      throws Exception {
    for (int p = 0; p < PAUSES; p++) {
      for (int w = 0; w < WRITES; w++) {
        transaction(cache, random);
      }
      pause.await(1, TimeUnit.MINUTES);
    }
    return null;
  }

  private void transaction(CacheResource<Map<String, String>> cache, Random random)
      throws Exception {
    HandEnlistment tx = new HandEnlistment();
    TransactionalMap<String, Map<String, String>> map = cache.join(tx);
    Map<String, String> source = new LinkedHashMap<>();
    try {
      for (int i = random.nextInt(4); i >= 0; i--) {
        String key = "k" + random.nextInt(KEYS);
        switch (random.nextInt(4)) {
          case 0, 1 -> map.get(key);
          case 2 -> {
            String value = "v" + versions.incrementAndGet();
            map.put(key, row(value));
            source.put(key, value);
          }
          default -> {
            map.remove(key);
            source.put(key, random.nextBoolean() ? null : "v" + versions.incrementAndGet());
          }
        }
      }
      tx.prepare();
    } catch (TransactionalCacheException e) {
      tx.rollback();
      return;
    }
    switch (random.nextInt(5)) {
      case 0 -> tx.rollback();
      case 1 -> {
        // Nobody knows: the source may have it or not.
        if (random.nextBoolean()) {
          store(source);
        }
        tx.loseTheOutcome();
      }
      default -> {
        store(source);
        letOthersIn();
        tx.commit();
        committed.addAndGet(source.size());
      }
    }
  }

  /** Makes the windows wide that are narrow in life. */
  private static void letOthersIn() {
    LockSupport.parkNanos(20_000);
  }

  private void store(Map<String, String> source) {
    source.forEach(
        (key, value) -> {
          if (value == null) {
            rows.committed.remove(key);
          } else {
            rows.committed.put(key, value);
          }
        });
  }
}
