package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.branch.Answers;
import dev.tutti.tm.log.Owner;
import dev.tutti.tm.log.Store;
import dev.tutti.tm.log.XidKey;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.XaResourceManager;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import javax.transaction.xa.XAException;

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
        return changed(xa, look(xa, connection));
      }
    }
    return changed(manager, manager.identity());
  }

  /**
   * What a server said of itself.
   *
   * @param identity who it is
   * @param before how far it had come, when it was asked how far it is
   * @param position how far it is; empty also if it is another server anyway
   * @param reached how far it is after that, unless it was set back
   */
  record Seen(Optional<String> identity, long before, OptionalLong position, long reached) {}

  /** Asks the server on this very connection. Remembers nothing: that is for {@link #changed}. */
  Seen look(XaResourceManager manager, RecoveryConnection connection)
      throws ResourceUnavailableException {
    Optional<String> identity = identity(manager, connection);
    // Before the server is asked: while it answers, another thread may remember a later answer.
    long before = position(manager);
    OptionalLong position =
        isAnother(manager, identity) ? OptionalLong.empty() : connection.position();
    // One that was set back is not brought further: it could get to where it had been.
    boolean goesOn = position.isPresent() && position.getAsLong() >= before;
    long reached = goesOn ? connection.advance(position.getAsLong()) : before;
    return new Seen(identity, before, position, reached);
  }

  /** Whether its list would prove nothing, by what is remembered now. */
  boolean isDoubtful(XaResourceManager manager, Seen seen) {
    return isAnother(manager, seen.identity())
        || store.remembered(setBackOf(manager)).filter(found -> !found.isEmpty()).isPresent()
        || (seen.position().isPresent() && seen.position().getAsLong() < seen.before());
  }

  private boolean isAnother(ResourceManager manager, Optional<String> now) {
    Optional<String> before = store.remembered(identityOf(manager));
    return now.isPresent() && before.isPresent() && !before.equals(now);
  }

  /** The same as {@link #changed(ResourceManager)} for what was seen; remembers it. */
  Optional<String> changed(XaResourceManager manager, Seen seen)
      throws ResourceUnavailableException {
    Optional<String> changed = changed(manager, seen.identity());
    return changed.isPresent() ? changed : setBack(manager, seen);
  }

  private static Optional<String> identity(ResourceManager manager, RecoveryConnection connection)
      throws ResourceUnavailableException {
    Optional<String> own = connection.identity();
    return own.isPresent() ? own : manager.identity();
  }

  /** The same for an identity that a server gave; the first one is remembered. */
  Optional<String> changed(ResourceManager manager, Optional<String> now)
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
  private Optional<String> setBack(ResourceManager manager, Seen seen)
      throws ResourceUnavailableException {
    String found = store.remembered(setBackOf(manager)).orElse("");
    OptionalLong now = seen.position();
    if (found.isEmpty() && now.isPresent()) {
      if (now.getAsLong() >= seen.before()) {
        cameTo(manager, seen.reached());
      } else {
        found = "it had come to " + seen.before() + ", and was found at " + now.getAsLong();
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
      if (isAnother(xa, identity) || !store.remembered(setBackOf(xa)).orElse("").isEmpty()) {
        remember(xa, cameBackOf(xa), prepared(xa, connection));
      }
      remember(xa, identityOf(xa), identity);
      if (position.isPresent()) {
        long here = connection.advance(position.getAsLong());
        remember(xa, positionOf(xa), String.valueOf(here));
        remember(xa, setBackOf(xa), "");
      }
    }
  }

  /**
   * What was prepared on a server when it was accepted as a restored one. Its decision may have
   * been carried out and forgotten since its copy was taken: that the log has none proves nothing.
   *
   * @return as {@link XidKey#toString} gives them
   */
  Set<String> cameBack(String resource) {
    String all = store.remembered("came-back." + resource).orElse("");
    return all.isEmpty() ? Set.of() : Set.of(all.split(" ", -1));
  }

  private static String prepared(XaResourceManager manager, RecoveryConnection connection)
      throws ResourceUnavailableException {
    try {
      return Listing.list(connection).stream()
          .filter(xid -> Owner.of(xid).isPresent())
          .map(XidKey::toString)
          .collect(Collectors.joining(" "));
    } catch (XAException e) {
      throw new ResourceUnavailableException(
          manager.name(), "it does not list its prepared branches: " + Answers.describe(e), e);
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

  private static String cameBackOf(ResourceManager manager) {
    return "came-back." + manager.name();
  }

  private static String positionOf(ResourceManager manager) {
    return "position." + manager.name();
  }
}
