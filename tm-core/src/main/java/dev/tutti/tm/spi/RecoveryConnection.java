package dev.tutti.tm.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
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

  /**
   * How far the server has come in its own history, for example a position in its log. By it a
   * server that was set back to an older copy of itself is found out: what it lacks proves nothing.
   *
   * @return a number that never gets smaller in the life of one server, over its crashes too; empty
   *     where the source has none
   * @throws ResourceUnavailableException if the server cannot be asked now
   */
  default OptionalLong position() throws ResourceUnavailableException {
    return OptionalLong.empty();
  }

  /**
   * Brings the server to a position that no copy of it taken before this call has. Called after
   * {@link #position}, with its answer; what comes back is remembered, and a later position below
   * it tells that the server was set back.
   *
   * @param position where the server is now
   * @return where it is then; the same where its own position grows with its work
   * @throws ResourceUnavailableException if the server cannot be asked now
   */
  default long advance(long position) throws ResourceUnavailableException {
    return position;
  }

  /**
   * The age of the oldest transaction that is prepared on the whole server, in any database and by
   * any owner. Asks nobody: it is what the last {@code recover()} on this connection found beside
   * its list.
   *
   * @return zero if nothing is prepared; empty where the source cannot tell
   */
  default Optional<Duration> oldestPrepared() {
    return Optional.empty();
  }

  /** Closes the connection. */
  @Override
  void close();
}
