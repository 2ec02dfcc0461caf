package dev.tutti.xa.cache;

/**
 * A committed entry and where it came from.
 *
 * @param <V> type of the value
 * @param value the value
 * @param rebuilt true if it was loaded from the source, so that it proves nothing about the source;
 *     false if a transaction wrote it
 */
public record CacheEntry<V>(V value, boolean rebuilt) {}
