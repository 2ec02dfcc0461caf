package dev.tutti.xa.jdbc;

import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.xa.config.TlsSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.transaction.xa.XAResource;

/** Everything that one database with XA needs. One instance for each resource; thread-safe. */
abstract class XaDialect extends Dialect {

  abstract Guarantee guarantee();

  /** The driver's class that the pool makes connections with: a data source or a driver. */
  abstract Class<?> provider(String url);

  /**
   * Checks an address and completes it with what our guarantee, and TLS, depend on.
   *
   * @throws dev.tutti.tm.config.ConfigurationException naming what is wrong
   */
  abstract String url(String name, String url, TlsSettings tls);

  /**
   * The branch of one transaction on a pooled connection.
   *
   * @param remaining how long the transaction still has
   */
  abstract Branch branch(JdbcPool.Lease lease, Duration remaining) throws SQLException;

  abstract RecoveryConnection openRecovery(JdbcSettings settings) throws SQLException;

  /** Who the server is. */
  abstract String identity(Connection connection) throws SQLException;

  /** Before a connection goes back to the pool. */
  void reset(Connection connection) throws SQLException {}

  /** Before the pool is closed. */
  void closing(JdbcPool pool) {}

  /** A branch as the dialect wants the transaction system to drive it. */
  interface Branch {
    XAResource xaResource();

    /** Whether the connection may be cut now without losing what the branch has promised. */
    default boolean mayAbort() {
      return true;
    }

    /**
     * The transaction is over.
     *
     * @param finished whether the server has nothing of it any more
     * @param lease the branch's connection, to be given back, discarded or kept
     */
    void released(boolean finished, JdbcPool.Lease lease);
  }
}
