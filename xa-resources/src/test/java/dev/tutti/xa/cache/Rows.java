package dev.tutti.xa.cache;

import dev.tutti.tm.spi.RefillSource;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** Committed rows of a source that can be away, or be held up after it has read. */
final class Rows implements RefillSource {

  final Map<String, String> committed = new ConcurrentHashMap<>();
  final AtomicInteger finds = new AtomicInteger();
  volatile boolean away;
  volatile Runnable afterRead = () -> {};

  static Map<String, String> row(String value) {
    return Map.of("v", value);
  }

  @Override
  public Optional<Map<String, String>> find(String key) throws ResourceUnavailableException {
    finds.incrementAndGet();
    check();
    Optional<Map<String, String>> row = Optional.ofNullable(committed.get(key)).map(Rows::row);
    afterRead.run();
    return row;
  }

  @Override
  public void forEach(int limit, BiConsumer<String, Map<String, String>> each)
      throws ResourceUnavailableException {
    check();
    committed.entrySet().stream()
        .limit(limit)
        .forEach(e -> each.accept(e.getKey(), row(e.getValue())));
  }

  private void check() throws ResourceUnavailableException {
    if (away) {
      throw new ResourceUnavailableException("orders", "it is away", null);
    }
  }
}
