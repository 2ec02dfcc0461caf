package dev.tutti.tm.spi;

import java.util.Optional;
import javax.transaction.xa.XAResource;

/** A connection on which recovery lists and ends branches. Used by one thread at a time. */
public interface RecoveryConnection extends AutoCloseable {

  /**
   * The resource for {@code recover}, {@code commit}, {@code rollback} and {@code forget}. Its
   * {@code recover()} answers every prepared branch that the server knows, of whatever owner.
   *
   * @return the resource, valid until {@link #close}
   */
  XAResource xaResource();

  /**
   * Asks the server who it is, on this very connection: what another connection says proves nothing
   * about the list that this one gives.
   *
   * @return the identity, as {@link ResourceManager#identity}; empty to ask the resource manager
   *     instead
   * @throws ResourceUnavailableException if the server cannot be asked now
   */
  default Optional<String> identity() throws ResourceUnavailableException {
    return Optional.empty();
  }

  /** Closes the connection. */
  @Override
  void close();
}
