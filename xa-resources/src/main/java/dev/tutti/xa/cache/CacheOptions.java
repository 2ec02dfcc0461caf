package dev.tutti.xa.cache;

import dev.tutti.tm.spi.RefillSource;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a builder collected. */
record CacheOptions<V>(
    int maxEntries,
    Duration lockTimeout,
    @Nullable RefillSource source,
    boolean refillAtStart,
    Function<Map<String, String>, V> fromRow,
    UnaryOperator<V> copy) {}
