package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.log.Store;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.XaResourceManager;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Remembers which server is behind a resource, and how far it had come: another one, or an earlier
 * state of the same, proves nothing by what it lacks.
 */
final class Identities {

  private final Store store;

  Identities(Store store) {
    this.store = store;
  }

  /** Empty if the server is the one that was remembered; else what changed. */
  Optional<String> changed(ResourceManager manager) throws ResourceUnavailableException {
    if (manager instanceof XaResourceManager xa) {
      try (RecoveryConnection connection = xa.openRecovery()) {
        return changed(xa, connection);
      }
    }
    return changed(manager, manager.identity());
  }

  /** The same for the server on this very connection. */
  Optional<String> changed(XaResourceManager manager, RecoveryConnection connection)
      throws ResourceUnavailableException {
    Optional<String> changed = changed(manager, identity(manager, connection));
    return changed.isPresent() ? changed : setBack(manager, connection);
  }

  private static Optional<String> identity(ResourceManager manager, RecoveryConnection connection)
      throws ResourceUnavailableException {
    Optional<String> own = connection.identity();
    return own.isPresent() ? own : manager.identity();
  }

  private Optional<String> changed(ResourceManager manager, Optional<String> now)
      throws ResourceUnavailableException {
    Optional<String> before = store.remembered(identityOf(manager));
    if (now.isEmpty()) {
      return Optional.empty();
    }
    if (before.isEmpty()) {
      remember(manager, identityOf(manager), now.get());
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

  /**
   * Remembers the position of a server that went on. One that was set back stays so, however far it
   * comes afterwards.
   */
  private Optional<String> setBack(ResourceManager manager, RecoveryConnection connection)
      throws ResourceUnavailableException {
    String found = store.remembered(setBackOf(manager)).orElse("");
    // Before the server is asked: while it answers, another thread may remember a later answer.
    long before = position(manager);
    OptionalLong now = connection.position();
    if (found.isEmpty() && now.isPresent()) {
      if (now.getAsLong() >= before) {
        cameTo(manager, connection.advance(now.getAsLong()));
      } else {
        found = "it had come to " + before + ", and was found at " + now.getAsLong();
        remember(manager, setBackOf(manager), found);
      }
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            manager.name()
                + ": this server was set back to an earlier moment ("
                + found
                + "). What was prepared or committed on it since then may be gone, so nothing of it"
                + " is settled. If it was restored on purpose, compare it with the other sources,"
                + " then accept it: recovery accept "
                + manager.name());
  }

  private long position(ResourceManager manager) {
    return store.remembered(positionOf(manager)).map(Long::parseLong).orElse(Long.MIN_VALUE);
  }

  private synchronized void cameTo(ResourceManager manager, long position)
      throws ResourceUnavailableException {
    if (position > position(manager)) {
      remember(manager, positionOf(manager), String.valueOf(position));
    }
  }

  /** From now on this is the server, and this is how far it has come. */
  void accept(ResourceManager manager) throws ResourceUnavailableException {
    if (!(manager instanceof XaResourceManager xa)) {
      remember(manager, identityOf(manager), manager.identity());
      return;
    }
    try (RecoveryConnection connection = xa.openRecovery()) {
      Optional<String> identity = identity(xa, connection);
      OptionalLong position = connection.position();
      remember(xa, identityOf(xa), identity);
      if (position.isPresent()) {
        long here = connection.advance(position.getAsLong());
        remember(xa, positionOf(xa), String.valueOf(here));
        remember(xa, setBackOf(xa), "");
      }
    }
  }

  private void remember(ResourceManager manager, String key, Optional<String> value)
      throws ResourceUnavailableException {
    if (value.isPresent()) {
      remember(manager, key, value.get());
    }
  }

  private void remember(ResourceManager manager, String key, String value)
      throws ResourceUnavailableException {
    try {
      store.remember(key, value);
    } catch (IOException e) {
      throw new ResourceUnavailableException(
          manager.name(), "its identity cannot be remembered in the store: " + e, e);
    }
  }

  private static String identityOf(ResourceManager manager) {
    return "identity." + manager.name();
  }

  private static String setBackOf(ResourceManager manager) {
    return "set-back." + manager.name();
  }

  private static String positionOf(ResourceManager manager) {
    return "position." + manager.name();
  }
}
