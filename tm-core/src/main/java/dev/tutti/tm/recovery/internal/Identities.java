package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.log.Store;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.io.IOException;
import java.util.Optional;

/** Remembers which server is behind a resource: another one proves nothing by what it lacks. */
final class Identities {

  private final Store store;

  Identities(Store store) {
    this.store = store;
  }

  /** Empty if the server is the one that was remembered; else what changed. */
  Optional<String> changed(ResourceManager manager, Optional<String> now)
      throws ResourceUnavailableException {
    Optional<String> before = store.remembered(key(manager));
    if (now.isEmpty()) {
      return Optional.empty();
    }
    if (before.isEmpty()) {
      remember(manager, now.get());
      return Optional.empty();
    }
    return before.get().equals(now.get())
        ? Optional.empty()
        : Optional.of(
            manager.name()
                + ": this is another server than before (was "
                + before.get()
                + ", is "
                + now.get()
                + "). Its missing branches prove nothing, so nothing of it is settled. If it was"
                + " restored or replaced on purpose, accept it: recovery accept "
                + manager.name());
  }

  void accept(ResourceManager manager) throws ResourceUnavailableException {
    Optional<String> now = manager.identity();
    if (now.isPresent()) {
      remember(manager, now.get());
    }
  }

  private void remember(ResourceManager manager, String identity)
      throws ResourceUnavailableException {
    try {
      store.remember(key(manager), identity);
    } catch (IOException e) {
      throw new ResourceUnavailableException(
          manager.name(), "its identity cannot be remembered in the store: " + e, e);
    }
  }

  private static String key(ResourceManager manager) {
    return "identity." + manager.name();
  }
}
