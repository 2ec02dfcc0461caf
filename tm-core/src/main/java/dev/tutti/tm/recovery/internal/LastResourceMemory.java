package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.log.Store;
import dev.tutti.tm.spi.LastResourceManager;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Remembers which last resource may hold decisions: one that is gone must not be forgotten. */
final class LastResourceMemory {

  private static final String KEY = "last-resource";

  private final Store store;
  private final Registry registry;

  LastResourceMemory(Store store, Registry registry) {
    this.store = store;
    this.registry = registry;
  }

  /** The name of a last resource that was used once and is not configured now. */
  @Nullable String missing() {
    String remembered = store.remembered(KEY).orElse("");
    return remembered.isEmpty() || remembered.equals(configured()) ? null : remembered;
  }

  private String configured() {
    return registry.lastResource().map(LastResourceManager::name).orElse("");
  }

  /** From now on the configured one is the one to ask. */
  void remember() throws IOException {
    store.remember(KEY, configured());
  }

  /** Before any transaction: from its first one on it may hold decisions. */
  void prepare() throws IOException {
    String missing = missing();
    if (missing == null) {
      remember();
    } else if (registry.lastResource().isPresent()) {
      throw new ConfigurationException(
          "resources." + configured(),
          "'"
              + missing
              + "' was the last resource until now and may hold decisions that only it can tell:"
              + " start once with it, or without any, until nothing is in doubt");
    }
  }
}
