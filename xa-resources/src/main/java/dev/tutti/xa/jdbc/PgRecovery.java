package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * Lists what is prepared in one database, whoever prepared it, and ends it by its name. The
 * driver's own list leaves out what other users prepared: it would look ended after a change of the
 * user.
 */
final class PgRecovery implements RecoveryConnection, XAResource {

  private final String resource;
  private final Connection connection;
  private Optional<Duration> oldestPrepared = Optional.empty();

  PgRecovery(String resource, Connection connection) {
    this.resource = resource;
    this.connection = connection;
  }

  @Override
  public XAResource xaResource() {
    return this;
  }

  @Override
  public Optional<String> identity() throws ResourceUnavailableException {
    try {
      return Optional.of(PgServer.identity(connection));
    } catch (SQLException e) {
      throw OwnConnections.unavailable(resource, e);
    }
  }

  @Override
  public OptionalLong position() throws ResourceUnavailableException {
    try {
      return OptionalLong.of(PgServer.position(connection));
    } catch (SQLException e) {
      throw OwnConnections.unavailable(resource, e);
    }
  }

  @Override
  public Xid[] recover(int flag) throws XAException {
    if ((flag & TMSTARTRSCAN) == 0) {
      return new Xid[0];
    }
    List<Xid> found = new ArrayList<>();
    Duration oldest = Duration.ZERO;
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT gid, database = current_database(),"
                    + " (extract(epoch FROM clock_timestamp() - prepared) * 1000)::bigint"
                    + " FROM pg_prepared_xacts")) {
      while (rows.next()) {
        if (rows.getBoolean(2)) {
          found.add(PgXid.parse(rows.getString(1)));
        }
        Duration age = Duration.ofMillis(rows.getLong(3));
        oldest = age.compareTo(oldest) > 0 ? age : oldest;
      }
      oldestPrepared = Optional.of(oldest);
    } catch (SQLException e) {
      throw PgErrors.xa(XAException.XAER_RMFAIL, e);
    }
    return found.toArray(Xid[]::new);
  }

  /** Of every database: the oldest one keeps vacuum from cleaning the whole server. */
  @Override
  public Optional<Duration> oldestPrepared() {
    return oldestPrepared;
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    end("COMMIT PREPARED", xid);
  }

  @Override
  public void rollback(Xid xid) throws XAException {
    end("ROLLBACK PREPARED", xid);
  }

  private void end(String verb, Xid xid) throws XAException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(verb + " '" + PgXid.name(xid) + "'");
    } catch (SQLException e) {
      throw PgErrors.unfinished(e);
    }
  }

  @Override
  public void start(Xid xid, int flags) throws XAException {
    throw new XAException(XAException.XAER_PROTO);
  }

  @Override
  public void end(Xid xid, int flags) throws XAException {
    throw new XAException(XAException.XAER_PROTO);
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    throw new XAException(XAException.XAER_PROTO);
  }

  @Override
  public void forget(Xid xid) {}

  @Override
  public boolean isSameRM(XAResource other) {
    return other == this;
  }

  @Override
  public int getTransactionTimeout() {
    return 0;
  }

  @Override
  public boolean setTransactionTimeout(int seconds) {
    return false;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // Nothing of ours is on it.
    }
  }
}
