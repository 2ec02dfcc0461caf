package dev.tutti.xa.kill;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.spi.RefillSource;
import dev.tutti.tm.sync.WriteContext;
import dev.tutti.tm.testing.ScriptedResource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The fake, whose server is files. */
record ScriptedSide(ScriptedResource manager) implements Side {

  static ScriptedSide of(String name, Path dir) {
    return new ScriptedSide(new ScriptedResource(name, dir.resolve(name)));
  }

  @Override
  public void write(WriteContext tx, String value) {
    tx.use(manager).put(ITEM, value);
  }

  @Override
  public List<String> values(TransactionSystem tutti) {
    return List.copyOf(manager.server().committed().values());
  }

  /** As of a halted process: c if the value is committed, p if a branch is prepared. */
  char state(String value) {
    if (manager.server().committed().containsValue(value)) {
      return 'c';
    }
    return manager.server().prepared().isEmpty() ? '-' : 'p';
  }

  @Override
  public Optional<RefillSource> refill() {
    return Optional.of(
        new RefillSource() {
          @Override
          public Optional<Map<String, String>> find(String key) {
            return Optional.ofNullable(manager.server().committed().get(key))
                .map(v -> Map.of("name", v));
          }

          @Override
          public void forEach(int limit, BiConsumer<String, Map<String, String>> each) {
            manager.server().committed().forEach((key, v) -> each.accept(key, Map.of("name", v)));
          }
        });
  }
}
