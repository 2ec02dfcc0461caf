package dev.tutti.tm.spi;

/** A resource manager whose branches are prepared and can therefore be in doubt. */
public interface XaResourceManager extends ResourceManager {

  /**
   * Opens a connection of its own for recovery, as the same user and to the same database as the
   * work. Called on threads of recovery and of transactions; bounded in time by the adapter: a pass
   * of recovery goes on without it after 10 s.
   *
   * @return an open connection; the caller closes it
   * @throws ResourceUnavailableException if the server cannot be reached; never an XAResource that
   *     answers an empty {@code recover()} instead
   */
  RecoveryConnection openRecovery() throws ResourceUnavailableException;
}
