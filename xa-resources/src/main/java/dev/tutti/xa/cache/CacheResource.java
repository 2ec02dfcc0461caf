package dev.tutti.xa.cache;

import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.TransactionContext;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.spi.TransactionEventListener;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;

/**
 * A bounded cache in this process that follows the outcome of transactions. It promises {@link
 * Guarantee#VOLATILE}: it starts empty, may drop any entry, no log record waits for it, and what it
 * lacks is loaded from its source, if it has one. Thread-safe.
 *
 * <p>What is cached never stays older than the source, as long as every write of the source's rows
 * goes through transactions of this process that also {@code put} or {@code remove} the key, before
 * or after they write the row. Writes by others are not seen until the entry is dropped. After a
 * crash, or when a branch of the source was left to recovery, the cache must be told what recovery
 * committed: it is a {@link TransactionEventListener} for that.
 *
 * @param <V> type of the values
 */
public final class CacheResource<V>
    implements Participant<TransactionalMap<String, V>>, TransactionEventListener {

  private final String name;
  private final CacheStore<V> store;
  private final CacheOptions<V> options;
  private final CacheContents<V> contents;

  CacheResource(String name, CacheStore<V> store, CacheOptions<V> options) {
    this.name = name;
    this.store = store;
    this.options = options;
    this.contents = new CacheContents<>(name, store, options);
  }

  /**
   * Starts a cache kept by Infinispan in this process: local, without a channel, a file or a
   * socket. Values are rows, column name to text.
   *
   * @param name the name of the resource
   * @return a builder
   */
  public static CacheBuilder<Map<String, String>> infinispan(String name) {
    return CacheBuilder.ofRows(name, InfinispanStore::new);
  }

  /**
   * Starts a cache kept by the only JSR 107 provider of the class path. Values are rows, column
   * name to text. The standard has no bound: the oldest entry is removed when there are too many.
   *
   * @param name the name of the resource, and of the cache in the provider's default manager
   * @return a builder
   */
  public static CacheBuilder<Map<String, String>> jcache(String name) {
    return CacheBuilder.ofRows(name, new JCacheFactory(Caching::getCachingProvider));
  }

  /**
   * Starts a cache kept by a JSR 107 provider. As {@link #jcache(String)}.
   *
   * @param name the name of the resource, and of the cache in the provider's default manager
   * @param provider keeps it, by reference; it is not closed
   * @return a builder
   */
  public static CacheBuilder<Map<String, String>> jcache(String name, CachingProvider provider) {
    return CacheBuilder.ofRows(name, new JCacheFactory(() -> provider));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.VOLATILE;
  }

  /** Opens the storage and, where asked to, fills it; a source that does not answer is no error. */
  @Override
  public void start(TransactionContext context) {
    store.open();
    contents.refill();
  }

  @Override
  public TransactionalMap<String, V> join(Enlistment enlistment) throws Exception {
    CacheBranch<V> branch = new CacheBranch<>(name, contents, options, enlistment);
    enlistment.enlist(branch);
    return branch;
  }

  /**
   * Drops every entry when recovery has committed a branch: what was loaded before may be older.
   *
   * @param event anything else is ignored
   */
  @Override
  public void on(TransactionEvent event) {
    if (event instanceof TransactionEvent.Recovered recovered && recovered.commit()) {
      contents.recovered(recovered.transactionId());
    }
  }

  /**
   * The committed entry of a key, without a transaction and without asking the source.
   *
   * @param key the key
   * @return the entry, if it is cached
   */
  public Optional<CacheEntry<V>> peek(String key) {
    return Optional.ofNullable(contents.peek(key));
  }

  /**
   * The committed entries, without a transaction. Entries that change meanwhile may be told old or
   * new, or not at all.
   *
   * @param each told the key and the entry
   */
  public void forEach(BiConsumer<String, CacheEntry<V>> each) {
    store.forEach(each);
  }

  /**
   * How many entries there are.
   *
   * @return the number, not above the bound once writers pause
   */
  public long size() {
    return store.size();
  }

  /**
   * How many entries came from the source since the start, some perhaps dropped since.
   *
   * @return the count
   */
  public long rebuilt() {
    return contents.rebuilt();
  }

  /**
   * How often the storage refused a change, so that the entry was dropped instead, or the source
   * did not answer at start.
   *
   * @return the count
   */
  public long failures() {
    return contents.failures();
  }

  /** Keys in use now; for tests. */
  int keysInUse() {
    return contents.keys().size();
  }

  @Override
  public void close() {
    store.close();
  }

  @Override
  public String toString() {
    return name + " (at most " + options.maxEntries() + " entries)";
  }
}
