package dev.tutti.tm.spi;

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

  /** Closes the connection. */
  @Override
  void close();
}
