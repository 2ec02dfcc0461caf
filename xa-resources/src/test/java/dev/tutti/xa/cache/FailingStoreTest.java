package dev.tutti.xa.cache;

import static dev.tutti.xa.cache.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A storage that refuses, which no real one can be made to do. */
class FailingStoreTest {

  private final Rows rows = new Rows();
  private final Scripted store = new Scripted();
  private final CacheResource<Map<String, String>> cache =
      new CacheResource<>(
          "cache",
          store,
          new CacheOptions<>(
              10, Duration.ofSeconds(1), rows, false, r -> r, UnaryOperator.identity()));

  private void write(String value) throws Exception {
    HandEnlistment tx = new HandEnlistment();
    cache.join(tx).put("k", row(value));
    rows.committed.put("k", value);
    assertThatCode(tx::commit).doesNotThrowAnyException();
  }

  private Map<String, String> read() throws Exception {
    HandEnlistment tx = new HandEnlistment();
    Map<String, String> value = cache.join(tx).get("k");
    tx.commit();
    return value;
  }

  @Test
  void evictsAKeyThatItCannotChange() throws Exception {
    write("old");
    store.putFails = true;
    write("new");
    assertThat(cache.peek("k")).isEmpty();
    assertThat(cache.failures()).isEqualTo(1);
    assertThat(read()).isEqualTo(row("new"));
    assertThat(cache.keysInUse()).isZero();
  }

  @Test
  void dropsEverythingWhenItCannotEvictAKey() throws Exception {
    write("old");
    store.putFails = true;
    store.removeFails = true;
    write("new");
    assertThat(store.entries).isEmpty();
    assertThat(read()).isEqualTo(row("new"));
  }

  @Test
  void neverReadsAStorageThatCannotEvenBeEmptied() throws Exception {
    write("old");
    store.putFails = true;
    store.removeFails = true;
    store.clearFails = true;
    write("new");
    assertThat(store.entries).isNotEmpty();
    assertThat(read()).isEqualTo(row("new"));
    store.putFails = false;
    assertThat(read()).isEqualTo(row("new"));
    assertThat(cache.keysInUse()).isZero();
  }

  private static final class Scripted implements CacheStore<Map<String, String>> {

    final Map<String, CacheEntry<Map<String, String>>> entries = new ConcurrentHashMap<>();
    boolean putFails;
    boolean removeFails;
    boolean clearFails;

    private static void fail(boolean fails) {
      if (fails) {
        throw new OutOfMemoryError("scripted");
      }
    }

    @Override
    public void open() {}

    @Override
    public CacheEntry<Map<String, String>> get(String key) {
      return entries.get(key);
    }

    @Override
    public void put(String key, CacheEntry<Map<String, String>> entry) {
      fail(putFails);
      entries.put(key, entry);
    }

    @Override
    public void remove(String key) {
      fail(removeFails);
      entries.remove(key);
    }

    @Override
    public void clear() {
      fail(clearFails);
      entries.clear();
    }

    @Override
    public long size() {
      return entries.size();
    }

    @Override
    public void forEach(BiConsumer<String, CacheEntry<Map<String, String>>> each) {
      entries.forEach(each);
    }

    @Override
    public void close() {}
  }
}
