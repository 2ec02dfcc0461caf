package dev.tutti.tm.spi;

/**
 * A resource manager that application code works with through a handle which lives as long as the
 * transaction.
 *
 * @param <H> type of the handle, for example {@code java.sql.Connection}
 */
public interface Participant<H> extends ResourceManager {

  /**
   * Opens a handle for one transaction and enlists its branch. Called at most once for each
   * transaction; the handle is kept and handed out again by the transaction system.
   *
   * <p>Every call on the handle must go through {@link Enlistment#gate()}, so that nothing done
   * with it after the end of the transaction can reach the source.
   *
   * @param enlistment the transaction
   * @return the handle
   * @throws Exception if the source refuses or cannot be reached; the transaction is then rolled
   *     back
   */
  H join(Enlistment enlistment) throws Exception;

  /**
   * Does a little work that a rollback undoes, so that a branch that nobody needs is not empty: for
   * the proof that it can be recovered.
   *
   * @param handle of a transaction that is going to be rolled back
   * @throws Exception if the source refuses
   */
  default void leaveTrace(H handle) throws Exception {}
}
