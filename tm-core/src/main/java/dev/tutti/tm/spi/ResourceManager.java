package dev.tutti.tm.spi;

import dev.tutti.tm.outcome.Guarantee;
import java.util.List;
import java.util.Optional;
import javax.transaction.xa.XAException;

/**
 * A source that takes part in transactions (X/Open XA: a resource manager). It has a name, a
 * guarantee and, where the guarantee is a two-phase one, a way to recover its branches ({@link
 * XaResourceManager}); without these it cannot be registered.
 *
 * <p>Implementations are thread-safe. The transaction system calls {@link #start} once before
 * anything else and {@link #close} once at the end.
 */
public interface ResourceManager extends AutoCloseable {

  /**
   * The name that the log, receipts and operators know it by. It never changes: a branch in doubt
   * is finished by the resource of this name.
   *
   * @return 1 to 64 characters of {@code [A-Za-z0-9._-]}
   */
  String name();

  /**
   * What it promises.
   *
   * @return the guarantee, always the same
   */
  Guarantee guarantee();

  /**
   * Called once by the transaction system before any use. It must not fail because the server
   * cannot be reached: such a resource starts unreachable and is tried again.
   *
   * @param context where to find the transaction of the calling thread
   */
  default void start(TransactionContext context) {}

  /**
   * Asks the server who it is, for example its system id and database. The answer is remembered: a
   * change holds recovery of this resource until an operator accepts it.
   *
   * @return the identity; empty where the source has none to tell
   * @throws ResourceUnavailableException if the server cannot be asked now
   */
  default Optional<String> identity() throws ResourceUnavailableException {
    return Optional.empty();
  }

  /**
   * Looks at what the guarantee of this source depends on: privileges, limits and what is left of
   * them, durability, isolation, clock, encryption. It asks the server and changes nothing. That a
   * branch can be recovered is proven elsewhere, with a real one.
   *
   * @return what it found, each with its fix; empty if there is nothing to know
   * @throws ResourceUnavailableException if the server cannot be asked now
   */
  default List<Finding> examine() throws ResourceUnavailableException {
    return List.of();
  }

  /**
   * Whether a failure means that the connection is gone, so that nobody knows what the server did.
   * The guard already knows SQLSTATE classes 08, 57P0x and 25P03/25P04, and {@link
   * java.io.IOException}; an adapter adds what only its driver knows.
   *
   * @param failure what the driver threw
   * @return true if the connection is dead
   */
  default boolean isConnectionLost(Throwable failure) {
    return false;
  }

  /**
   * Whether a failure means that another transaction was in the way (a serialization failure, a
   * deadlock, a wait for a lock that timed out), so that the same work may succeed when it is
   * repeated from its beginning. Asked only of a transaction that was rolled back.
   *
   * @param failure what was thrown, with its causes
   * @return true if it was a conflict; by default, if an {@link XAException} says {@code
   *     XA_RBDEADLOCK} or {@code XA_RBTRANSIENT}
   */
  default boolean isConflict(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof XAException xa
          && (xa.errorCode == XAException.XA_RBDEADLOCK
              || xa.errorCode == XAException.XA_RBTRANSIENT)) {
        return true;
      }
    }
    return false;
  }

  /** Releases everything: connections, threads, an embedded server. Idempotent. */
  @Override
  void close();
}
