package dev.tutti.xa.jdbc;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.api.transaction.TransactionAware;
import io.agroal.api.transaction.TransactionIntegration;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one database. Agroal keeps them; its narrow transaction interface is answered
 * only while {@link #lease} takes one for a branch, so every other connection is an ordinary one.
 */
final class JdbcPool implements AutoCloseable {

  private static final Logger LOG = System.getLogger(JdbcPool.class.getName());

  /** A server that does not answer in this time is no use to a transaction either. */
  private static final int VALIDATION_SECONDS = 5;

  /** Set on the thread that takes a connection for a branch, for the length of that call. */
  private static final ThreadLocal<Taking> TAKING = new ThreadLocal<>();

  private final AgroalDataSource pool;
  private final int size;

  JdbcPool(JdbcSettings settings, @Nullable Class<?> provider, Dialect dialect)
      throws SQLException {
    JdbcSettings.Pool how = settings.pool();
    size = how.size();
    Duration login = Duration.ofSeconds(Math.max(1, how.acquisition().toSeconds()));
    AgroalDataSourceConfigurationSupplier configuration =
        new AgroalDataSourceConfigurationSupplier()
            .metricsEnabled()
            .connectionPoolConfiguration(
                c ->
                    c.initialSize(0)
                        .maxSize(how.size())
                        .acquisitionTimeout(how.acquisition())
                        .idleValidationTimeout(how.idleValidation())
                        .leakTimeout(how.leak())
                        .connectionValidator(
                            ConnectionValidator.defaultValidatorWithTimeout(VALIDATION_SECONDS))
                        .exceptionSorter(dialect::isConnectionLost)
                        .transactionIntegration(new Integration())
                        .connectionFactoryConfiguration(
                            f ->
                                f.connectionProviderClass(provider)
                                    .jdbcUrl(settings.url())
                                    .loginTimeout(login)
                                    .principal(new NamePrincipal(settings.user()))
                                    .credential(new SimplePassword(settings.password().value()))));
    pool = AgroalDataSource.from(configuration, new Listener(settings.name()));
  }

  /** An ordinary auto-commit connection. */
  Connection connection() throws SQLException {
    return pool.getConnection();
  }

  /**
   * A connection for one branch, out of the pool until it is given back or discarded. One that died
   * in the pool is thrown away for the next: nothing was done with it.
   */
  Lease lease() throws SQLException {
    for (int died = 0; ; died++) {
      Taking mine = new Taking();
      TAKING.set(mine);
      try (Connection counted = pool.getConnection()) {
        TransactionAware aware = mine.aware;
        if (aware == null) {
          throw new SQLException("the pool did not ask for the transaction of " + counted);
        }
        SQLException dead = mine.dead;
        if (dead == null) {
          return new Lease(aware, mine.xaResource, (Connection) aware.getConnection());
        }
        aware.setFlushOnly();
        if (died >= size) {
          throw dead;
        }
      } finally {
        TAKING.remove();
      }
    }
  }

  /** The pool as a plain data source. */
  DataSource dataSource() {
    return pool;
  }

  /** How many connections are out. */
  long inUse() {
    return pool.getMetrics().activeCount();
  }

  @Override
  public void close() {
    pool.close();
  }

  private static Connection raw(Connection wrapper) throws SQLException {
    return wrapper.unwrap(Connection.class);
  }

  /** A connection that belongs to one branch. Ended exactly once. */
  static final class Lease {
    private final TransactionAware aware;
    private final @Nullable XAResource xaResource;
    private final Connection connection;

    private Lease(TransactionAware aware, @Nullable XAResource xa, Connection connection) {
      this.aware = aware;
      this.xaResource = xa;
      this.connection = connection;
    }

    XAResource xaResource() {
      if (xaResource == null) {
        throw new IllegalStateException("this pool's driver has no XA connections");
      }
      return xaResource;
    }

    Connection connection() {
      return connection;
    }

    /** The driver's own connection, for what no pool need know of. */
    Connection raw() throws SQLException {
      return JdbcPool.raw(connection);
    }

    /** Back to the pool; its branch is finished, so that nothing is left to commit. */
    void giveBack() {
      try {
        raw().setAutoCommit(true);
      } catch (SQLException e) {
        aware.setFlushOnly();
      }
      end();
    }

    /** Closed: nobody works with it again. */
    void discard() {
      aware.setFlushOnly();
      end();
    }

    private void end() {
      try {
        aware.transactionEnd();
      } catch (SQLException e) {
        LOG.log(Level.DEBUG, "a connection did not go back to its pool", e);
      }
    }
  }

  private static final class Taking {
    private @Nullable TransactionAware aware;
    private @Nullable XAResource xaResource;
    private @Nullable SQLException dead;
  }

  private static final class Integration implements TransactionIntegration {

    @Override
    public @Nullable TransactionAware getTransactionAware() {
      return null;
    }

    @Override
    public void associate(TransactionAware connection, @Nullable XAResource xaResource)
        throws SQLException {
      Taking mine = TAKING.get();
      if (mine != null) {
        // Before Agroal does it: it would undo it on return with setAutoCommit(true), which commits
        // whatever a connection that is to be discarded still has open.
        mine.aware = connection;
        mine.xaResource = xaResource;
        try {
          raw((Connection) connection.getConnection()).setAutoCommit(false);
          connection.transactionCheckCallback(() -> true);
          connection.transactionStart();
        } catch (SQLException e) {
          // Thrown here, it would leave the dead connection in the pool for the next.
          mine.dead = e;
        }
      }
    }

    @Override
    public boolean disassociate(TransactionAware connection) {
      return true;
    }

    @Override
    public void addResourceRecoveryFactory(ResourceRecoveryFactory factory) {}

    @Override
    public void removeResourceRecoveryFactory(ResourceRecoveryFactory factory) {}
  }

  private record Listener(String name) implements AgroalDataSourceListener {
    @Override
    public void onConnectionLeak(Connection connection, Thread thread) {
      LOG.log(
          Level.WARNING,
          name
              + ": a connection is held outside any transaction for too long by thread "
              + (thread == null ? "(unknown)" : thread.getName()));
    }

    @Override
    public void onWarning(String message) {
      LOG.log(Level.DEBUG, name + ": " + message);
    }

    @Override
    public void onWarning(Throwable throwable) {
      LOG.log(Level.DEBUG, name, throwable);
    }
  }
}
