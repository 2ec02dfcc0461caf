package dev.tutti.xa.jdbc;

import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.Finding;
import dev.tutti.tm.spi.ReceiptStore;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.RefillSource;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.TransactionContext;
import dev.tutti.tm.spi.XaResourceManager;
import dev.tutti.xa.config.RefillSources;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database that takes part with two phases. Its handle is a {@link Connection} that lives as long
 * as the transaction: it refuses commit, rollback and auto-commit, and closing it does nothing.
 * Thread-safe; its connections come from a pool of its own.
 */
public final class JdbcResource
    implements XaResourceManager, ReceiptStore<Connection>, RefillSources {

  private static final Logger LOG = System.getLogger(JdbcResource.class.getName());

  private final JdbcSettings settings;
  private final XaDialect dialect;
  private final Receipts receipts;
  private final OwnConnections own;
  private final DataSource dataSource;
  private volatile Optional<TransactionContext> context = Optional.empty();
  private volatile @Nullable JdbcPool pool;
  private volatile boolean closed;

  JdbcResource(JdbcSettings settings, XaDialect dialect) {
    this.settings = settings;
    this.dialect = dialect;
    this.receipts = new Receipts(dialect);
    this.own = new OwnConnections(settings.name(), () -> pool().connection());
    this.dataSource = new EnlistingDataSource(this, () -> context, () -> pool().connection());
  }

  /**
   * An H2 database in a file of this process. It is made if it is not there.
   *
   * @param name the resource's name
   * @return a builder; it needs {@code url} or {@code file}
   */
  public static JdbcResourceBuilder h2(String name) {
    return new JdbcResourceBuilder(name, H2Dialect::new);
  }

  /**
   * A PostgreSQL database, version 14 or newer, with {@code max_prepared_transactions} above zero.
   *
   * @param name the resource's name
   * @return a builder; it needs {@code url} and {@code user}
   */
  public static JdbcResourceBuilder postgresql(String name) {
    return new JdbcResourceBuilder(name, PgDialect::new);
  }

  /**
   * A MySQL server of version 8.0 or newer, by Connector/J.
   *
   * @param name the resource's name
   * @return a builder; it needs {@code user} and {@code url}: {@code jdbc:mysql://host:port/orders}
   */
  public static JdbcResourceBuilder mysql(String name) {
    return new JdbcResourceBuilder(name, MySqlDialect::new);
  }

  /**
   * A MariaDB server of version 10.5 or newer, by its own driver or by Connector/J.
   *
   * @param name the resource's name
   * @return a builder; it needs {@code user} and {@code url}: {@code
   *     jdbc:mariadb://host:port/orders}, or the same with {@code jdbc:mysql:}
   */
  public static JdbcResourceBuilder mariadb(String name) {
    return new JdbcResourceBuilder(name, MariaDbDialect::new);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public Guarantee guarantee() {
    return dialect.guarantee();
  }

  @Override
  public void start(TransactionContext context) {
    this.context = Optional.of(context);
  }

  @Override
  public Optional<String> identity() throws ResourceUnavailableException {
    return Optional.of(own.call(dialect::identity));
  }

  @Override
  public List<Finding> examine() throws ResourceUnavailableException {
    return own.call(connection -> dialect.examine(connection, settings));
  }

  @Override
  public boolean isConflict(Throwable failure) {
    return SqlCauses.any(failure, dialect::isConflict)
        || XaResourceManager.super.isConflict(failure);
  }

  @Override
  public boolean isConnectionLost(Throwable failure) {
    return SqlCauses.any(failure, dialect::isConnectionLost);
  }

  /**
   * A {@code DataSource} that enlists by itself: in a transaction of the calling thread it answers
   * the handle of that transaction, closing which does not end it; outside any transaction an
   * ordinary auto-commit connection of the pool.
   *
   * @return the data source, the same for each call
   */
  public DataSource dataSource() {
    return dataSource;
  }

  @Override
  public Connection join(Enlistment enlistment) throws Exception {
    JdbcPool.Lease lease = lease();
    XaDialect.Branch branch;
    GatedSession session;
    AtomicBoolean released = new AtomicBoolean();
    try {
      if (enlistment.readOnly()) {
        lease.raw().setReadOnly(true); // before the branch starts: later it is refused
      }
      XaDialect.Branch opened = dialect.branch(lease, enlistment.remaining());
      GatedSession gated =
          GatedSession.of(
              settings.name(), enlistment, dialect, lease.connection(), opened::mayAbort);
      // At once if the transaction is over already, else at its end.
      enlistment.whenReleased(
          finished -> {
            if (released.compareAndSet(false, true)) {
              release(finished, lease, opened, gated, enlistment.readOnly());
            }
          });
      branch = opened;
      session = gated;
    } catch (SQLException | RuntimeException | Error e) {
      if (released.compareAndSet(false, true)) {
        lease.discard();
      }
      throw e;
    }
    enlistment.enlist(branch.xaResource());
    return session.handle();
  }

  /** A receipt, where the database has nothing smaller; its table is made if it is not there. */
  @Override
  public void leaveTrace(Connection handle) throws Exception {
    Optional<String> small = dialect.trace();
    if (small.isEmpty()) {
      prepareReceipts();
    }
    try (PreparedStatement trace =
        handle.prepareStatement(small.orElseGet(dialect::insertReceipt))) {
      if (small.isEmpty()) {
        String id = "doctor-" + UUID.randomUUID();
        Dialect.bind(trace, new KeyReceipt(id, id, ""));
      }
      trace.execute();
    }
  }

  private JdbcPool.Lease lease() throws SQLException {
    try {
      return pool().lease();
    } catch (SQLException e) {
      throw new SQLException(
          name() + ": no connection: " + Complaint.of(e), e.getSQLState(), e.getErrorCode(), e);
    }
  }

  private void release(
      boolean finished,
      JdbcPool.Lease lease,
      XaDialect.Branch branch,
      GatedSession session,
      boolean readOnly) {
    boolean whole = session.disarm();
    boolean reusable = finished && whole;
    if (reusable) {
      session.closeStatements();
      try {
        if (readOnly) {
          lease.raw().setReadOnly(false);
        }
        dialect.reset(lease.connection());
      } catch (SQLException e) {
        LOG.log(Level.DEBUG, settings.name() + ": a connection is not used again", e);
        reusable = false;
      }
    }
    branch.released(reusable, lease);
  }

  @Override
  public RecoveryConnection openRecovery() throws ResourceUnavailableException {
    if (closed) {
      throw new ResourceUnavailableException(settings.name(), "it is closed", null);
    }
    try {
      return dialect.openRecovery(settings);
    } catch (SQLException e) {
      throw own.unavailable(e);
    }
  }

  @Override
  public void prepareReceipts() throws ResourceUnavailableException {
    own.call(
        connection -> {
          receipts.prepare(connection);
          return true;
        });
  }

  @Override
  public Claim claim(Connection handle, KeyReceipt receipt, Duration wait) throws SQLException {
    return receipts.claim(handle, receipt, wait);
  }

  @Override
  public Optional<KeyReceipt> find(String key) throws ResourceUnavailableException {
    return own.call(connection -> receipts.find(connection, key));
  }

  @Override
  public int purgeReceipts(Duration olderThan) throws ResourceUnavailableException {
    return own.call(connection -> receipts.purge(connection, olderThan));
  }

  /**
   * Rows of a table for a cache to be refilled from, read outside transactions.
   *
   * @param table a plain SQL name, with its schema where necessary
   * @param keyColumn the column that is the cache's key
   * @param columns the columns of a row, in order
   * @return the source; a column that is null is left out of its row
   * @throws IllegalArgumentException if a name is not a plain SQL name
   */
  @Override
  public RefillSource refillSource(String table, String keyColumn, List<String> columns) {
    return new TableRefillSource(own, dialect, table, keyColumn, columns);
  }

  /**
   * Runs the configured schema script, statement by statement. Run it as often as you like if each
   * statement is a {@code CREATE ... IF NOT EXISTS}.
   *
   * @return how many statements ran; 0 where no script is configured
   * @throws ResourceUnavailableException naming the script and the statement that was refused
   */
  public int initSchema() throws ResourceUnavailableException {
    return SchemaScript.run(settings.name(), settings.schema(), own);
  }

  /** How many connections are out of the pool, branches that are kept included. */
  long connectionsInUse() {
    JdbcPool current = pool;
    return current == null ? 0 : current.inUse();
  }

  private JdbcPool pool() throws SQLException {
    JdbcPool current = pool;
    return current != null && !closed ? current : open();
  }

  private synchronized JdbcPool open() throws SQLException {
    if (closed) {
      throw new SQLException(settings.name() + ": this resource is closed", "08003");
    }
    JdbcPool current = pool;
    if (current == null) {
      current = new JdbcPool(settings, dialect.provider(settings.url()), dialect);
      pool = current;
    }
    return current;
  }

  @Override
  public void close() {
    JdbcPool current;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      current = pool;
    }
    if (current != null) {
      dialect.closing(current);
      current.close();
    }
  }

  @Override
  public String toString() {
    return settings.name() + " (" + settings.url() + ")";
  }
}
