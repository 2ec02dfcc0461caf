package dev.tutti.xa.kill;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.spi.RefillSource;
import dev.tutti.tm.sync.WriteContext;
import dev.tutti.xa.cache.CacheBuilder;
import dev.tutti.xa.cache.CacheResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A cache that is filled at start from the other source, where that one can. */
record CacheSide(CacheResource<Map<String, String>> manager, boolean refilled) implements Side {

  static CacheSide of(String name, Optional<RefillSource> source) {
    CacheBuilder<Map<String, String>> builder = CacheResource.infinispan(name);
    source.ifPresent(s -> builder.source(s).refillAtStart());
    return new CacheSide(builder.build(), source.isPresent());
  }

  @Override
  public void write(WriteContext tx, String value) {
    tx.use(manager).put(ITEM, Map.of("name", value));
  }

  /** As a transaction sees it: what is cached, or else what the source says. */
  @Override
  public List<String> values(TransactionSystem tutti) {
    @Nullable Map<String, String> row = tutti.write(tx -> tx.use(manager).get(ITEM)).value();
    return row == null ? List.of() : List.copyOf(row.values());
  }

  /** Memory: without a source it is empty after a restart. */
  @Override
  public List<String> expected(List<String> writes, int before) {
    return Side.super.expected(refilled ? writes : writes.subList(before, writes.size()), before);
  }
}
