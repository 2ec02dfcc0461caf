package dev.tutti.xa.jdbc;

import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.Finding;
import dev.tutti.tm.spi.LastResourceManager;
import dev.tutti.tm.spi.ReceiptStore;
import dev.tutti.tm.spi.RefillSource;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.TransactionContext;
import dev.tutti.xa.config.RefillSources;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One plain {@link DataSource} without two phases, committed last. A row of its own table {@code
 * tutti_decision}, written in the same local transaction, is the decision. Thread-safe where the
 * data source is.
 *
 * <p>On H2, which answers a commit before it is on disk, each decision is followed by {@code
 * CHECKPOINT SYNC}; H2 allows that to administrators only, so the data source's user must be one.
 */
public final class LastJdbcResource
    implements LastResourceManager, ReceiptStore<Connection>, RefillSources {

  private final String name;
  private final DataSource source;
  private final Optional<Path> schema;
  private final Runnable onClose;
  private final OwnConnections own;
  private final DataSource enlisting;
  private volatile Optional<TransactionContext> context = Optional.empty();
  private volatile @Nullable Dialect dialect;

  LastJdbcResource(String name, DataSource source, Optional<Path> schema, Runnable onClose) {
    this.name = name;
    this.source = source;
    this.schema = schema;
    this.onClose = onClose;
    this.own = new OwnConnections(name, source::getConnection);
    this.enlisting = new EnlistingDataSource(this, () -> context, source::getConnection);
  }

  /**
   * Makes a last resource.
   *
   * @param name the resource's name
   * @param source a driver's data source or anybody's pool; it stays its owner's to close
   * @return the resource
   */
  public static LastJdbcResource of(String name, DataSource source) {
    return new LastJdbcResource(name, source, Optional.empty(), () -> {});
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.LAST_RESOURCE;
  }

  @Override
  public void start(TransactionContext context) {
    this.context = Optional.of(context);
  }

  @Override
  public boolean isConnectionLost(Throwable failure) {
    Dialect known = dialect;
    return known != null && SqlCauses.any(failure, known::isConnectionLost);
  }

  @Override
  public boolean isConflict(Throwable failure) {
    Dialect known = dialect;
    return (known != null && SqlCauses.any(failure, known::isConflict))
        || LastResourceManager.super.isConflict(failure);
  }

  /**
   * A {@code DataSource} that enlists by itself, like {@link JdbcResource#dataSource}.
   *
   * @return the data source, the same for each call
   */
  public DataSource dataSource() {
    return enlisting;
  }

  @Override
  public Connection join(Enlistment enlistment) throws Exception {
    Connection connection = source.getConnection();
    LastJdbcBranch branch;
    GatedSession session;
    AtomicBoolean released = new AtomicBoolean();
    try {
      Dialect known = dialect(connection);
      connection.setAutoCommit(false);
      LastJdbcBranch opened = new LastJdbcBranch(connection, known, enlistment.transactionId());
      GatedSession gated = GatedSession.of(name, enlistment, known, connection, () -> true);
      // At once if the transaction is over already, else at its end.
      enlistment.whenReleased(
          finished -> {
            if (released.compareAndSet(false, true)) {
              opened.released(finished, gated);
            }
          });
      branch = opened;
      session = gated;
    } catch (SQLException | RuntimeException | Error e) {
      if (released.compareAndSet(false, true)) {
        Discarded.discard(known(), connection);
      }
      throw e;
    }
    enlistment.enlist(branch);
    return session.handle();
  }

  private Dialect known() {
    Dialect known = dialect;
    return known == null ? new StandardDialect() : known;
  }

  /** The tables of receipts and decisions; both are made by {@link #prepareReceipts}. */
  private Dialect dialect(Connection connection) throws SQLException {
    Dialect known = dialect;
    if (known == null) {
      known =
          switch (connection.getMetaData().getDatabaseProductName()) {
            case "H2" -> new H2Dialect(Duration.ofSeconds(5));
            case "MySQL" ->
                MySqlServer.of(connection).mariadb()
                    ? MariaDbDialect.ofOthers()
                    : MySqlDialect.ofOthers();
            case "MariaDB" -> MariaDbDialect.ofOthers();
            case "PostgreSQL" -> new PgDialect(Duration.ofSeconds(5));
            default -> new StandardDialect();
          };
      new Decisions(known).prepare(connection);
      dialect = known;
    }
    return known;
  }

  @Override
  public Decision settle(String transactionId) throws ResourceUnavailableException {
    return own.call(
        connection -> {
          Dialect known = dialect(connection);
          int isolation = connection.getTransactionIsolation();
          try {
            return new Decisions(known).settle(connection, transactionId);
          } finally {
            restore(connection, known, isolation);
          }
        });
  }

  /** As it came from its owner, with nothing open on it, or not back at all. */
  private static void restore(Connection connection, Dialect dialect, int isolation) {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      connection.setTransactionIsolation(isolation);
      dialect.unlimitLockWait(connection);
    } catch (SQLException e) {
      Discarded.discard(dialect, connection);
    }
  }

  /**
   * Asks for the identity that the table of decisions itself holds: a database that was restored to
   * a time before the table, emptied or replaced is another one.
   *
   * @return the identity; made with the table
   * @throws ResourceUnavailableException if the database cannot be asked now
   */
  @Override
  public Optional<String> identity() throws ResourceUnavailableException {
    return Optional.of(
        own.call(
            connection -> "decisions:" + new Decisions(dialect(connection)).identify(connection)));
  }

  /** Its one-phase commit is the decision: what the server does with a commit is what counts. */
  @Override
  public List<Finding> examine() throws ResourceUnavailableException {
    return own.call(connection -> dialect(connection).examineLast(connection));
  }

  @Override
  public void purgeDecisions(String transactionIdPrefix, Duration olderThan)
      throws ResourceUnavailableException {
    own.call(
        connection -> {
          new Decisions(dialect(connection)).purge(connection, transactionIdPrefix, olderThan);
          return true;
        });
  }

  @Override
  public void prepareReceipts() throws ResourceUnavailableException {
    own.call(
        connection -> {
          new Receipts(dialect(connection)).prepare(connection);
          return true;
        });
  }

  @Override
  public Claim claim(Connection handle, KeyReceipt receipt, Duration wait) throws SQLException {
    return new Receipts(dialect(handle)).claim(handle, receipt, wait);
  }

  @Override
  public Optional<KeyReceipt> find(String key) throws ResourceUnavailableException {
    return own.call(connection -> new Receipts(dialect(connection)).find(connection, key));
  }

  @Override
  public int purgeReceipts(Duration olderThan) throws ResourceUnavailableException {
    return own.call(connection -> new Receipts(dialect(connection)).purge(connection, olderThan));
  }

  /**
   * Rows of a table for a cache to be refilled from, like {@link JdbcResource#refillSource}.
   *
   * @param table a plain SQL name, with its schema where necessary
   * @param keyColumn the column that is the cache's key
   * @param columns the columns of a row, in order
   * @return the source; a column that is null is left out of its row
   * @throws IllegalArgumentException if a name is not a plain SQL name
   */
  @Override
  public RefillSource refillSource(String table, String keyColumn, List<String> columns) {
    return new TableRefillSource(own, new StandardDialect(), table, keyColumn, columns);
  }

  /**
   * Runs the configured schema script, like {@link JdbcResource#initSchema}.
   *
   * @return how many statements ran; 0 where no script is configured
   * @throws ResourceUnavailableException naming the script and the statement that was refused
   */
  public int initSchema() throws ResourceUnavailableException {
    return SchemaScript.run(name, schema, own);
  }

  @Override
  public void close() {
    onClose.run();
  }

  @Override
  public String toString() {
    return name + " (last resource)";
  }
}
