package dev.tutti.xa.cache;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.spi.RefillSource;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a cache is made of; not thread-safe. Defaults: 10,000 entries, a lock timeout of 2
 * s, no source.
 *
 * @param <V> type of the values
 */
public final class CacheBuilder<V> {

  static final int MAX_ENTRIES = 10_000_000;
  static final Duration LEAST_WAIT = Duration.ofMillis(1);
  static final Duration MOST_WAIT = Duration.ofMinutes(1);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final String name;
  private final CacheStore.Factory factory;
  private final Function<Map<String, String>, V> fromRow;
  private final UnaryOperator<V> copy;
  private int maxEntries = 10_000;
  private Duration lockTimeout = Duration.ofSeconds(2);
  private @Nullable RefillSource source;
  private boolean refillAtStart;

  private CacheBuilder(
      String name,
      CacheStore.Factory factory,
      Function<Map<String, String>, V> fromRow,
      UnaryOperator<V> copy) {
    if (!NAME.matcher(name).matches()) {
      throw new ConfigurationException(
          "name", "'" + name + "' is not 1 to 64 characters of A-Z a-z 0-9 . _ -");
    }
    this.name = name;
    this.factory = factory;
    this.fromRow = fromRow;
    this.copy = copy;
  }

  static CacheBuilder<Map<String, String>> ofRows(String name, CacheStore.Factory factory) {
    // A caller may go on with its map: the cache keeps its own.
    UnaryOperator<Map<String, String>> copy =
        row -> Collections.unmodifiableMap(new LinkedHashMap<>(row));
    return new CacheBuilder<>(name, factory, copy, copy);
  }

  /**
   * Values of another type than rows. They are kept by reference, so they must not change.
   *
   * @param <W> type of the values
   * @param values makes a value of a row of the source
   * @return a builder for that type, with the settings so far
   */
  public <W> CacheBuilder<W> values(Function<Map<String, String>, W> values) {
    CacheBuilder<W> other = new CacheBuilder<>(name, factory, values, UnaryOperator.<W>identity());
    other.maxEntries = maxEntries;
    other.lockTimeout = lockTimeout;
    other.source = source;
    other.refillAtStart = refillAtStart;
    return other;
  }

  /**
   * The bound.
   *
   * @param entries 1 to 10,000,000
   * @return this
   */
  public CacheBuilder<V> maxEntries(int entries) {
    if (entries < 1 || entries > MAX_ENTRIES) {
      throw new ConfigurationException(
          "max-entries", entries + " is not between 1 and " + MAX_ENTRIES);
    }
    maxEntries = entries;
    return this;
  }

  /**
   * How long a writer waits for a key that another transaction writes; never longer than its own
   * transaction may take.
   *
   * @param wait 1 ms to 1 min
   * @return this
   */
  public CacheBuilder<V> lockTimeout(Duration wait) {
    if (wait.compareTo(LEAST_WAIT) < 0 || wait.compareTo(MOST_WAIT) > 0) {
      throw new ConfigurationException(
          "lock-timeout", wait + " is not between " + LEAST_WAIT + " and " + MOST_WAIT);
    }
    lockTimeout = wait;
    return this;
  }

  /**
   * Where a missing entry comes from.
   *
   * @param rows the source
   * @return this
   */
  public CacheBuilder<V> source(RefillSource rows) {
    source = rows;
    return this;
  }

  /**
   * Fills the cache from its source when it starts, up to the bound, instead of only on a miss. If
   * the source does not answer then, entries come on a miss.
   *
   * @return this
   */
  public CacheBuilder<V> refillAtStart() {
    refillAtStart = true;
    return this;
  }

  /**
   * Builds the resource; nothing is opened before it starts.
   *
   * @return the resource
   */
  public CacheResource<V> build() {
    if (refillAtStart && source == null) {
      throw new ConfigurationException("refill", "start needs a source to refill from");
    }
    return new CacheResource<>(
        name,
        factory.create(name, maxEntries),
        new CacheOptions<>(maxEntries, lockTimeout, source, refillAtStart, fromRow, copy));
  }
}
