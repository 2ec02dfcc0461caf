package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** Lists and ends the prepared branches of a whole server, whoever prepared them. */
final class MySqlRecovery implements RecoveryConnection, XAResource {

  private final String resource;
  private final Connection connection;
  private final MySqlFamily dialect;

  MySqlRecovery(String resource, Connection connection, MySqlFamily dialect) {
    this.resource = resource;
    this.connection = connection;
    this.dialect = dialect;
  }

  @Override
  public XAResource xaResource() {
    return this;
  }

  @Override
  public Optional<String> identity() throws ResourceUnavailableException {
    try {
      return Optional.of(dialect.identity(connection));
    } catch (SQLException e) {
      throw OwnConnections.unavailable(resource, e);
    }
  }

  @Override
  public OptionalLong position() throws ResourceUnavailableException {
    try {
      return MySqlIdentity.position(connection);
    } catch (SQLException e) {
      throw OwnConnections.unavailable(resource, e);
    }
  }

  @Override
  public long advance(long position) throws ResourceUnavailableException {
    try {
      return MySqlIdentity.advance(connection);
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
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(dialect.listing())) {
      while (rows.next()) {
        found.add(
            MySqlXid.of(rows.getLong(1), rows.getInt(2), rows.getInt(3), dialect.xidData(rows)));
      }
    } catch (SQLException e) {
      throw listingRefused(e);
    }
    return found.toArray(Xid[]::new);
  }

  /** MySQL says "fatal error" to a user who lacks the right. */
  private XAException listingRefused(SQLException e) {
    int error = e.getErrorCode();
    if (error != MySqlErrors.XA_ERROR && error != MySqlErrors.NOT_ALLOWED) {
      return MySqlErrors.xa(XAException.XAER_RMFAIL, e);
    }
    String user;
    try {
      user = user();
    } catch (SQLException unknown) {
      e.addSuppressed(unknown);
      return MySqlErrors.xa(XAException.XAER_RMFAIL, e);
    }
    return MySqlErrors.xa(
        XAException.XAER_RMERR,
        new SQLException(dialect.listingRefused(user), e.getSQLState(), e.getErrorCode()));
  }

  /** As a GRANT names it. */
  private String user() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT CURRENT_USER()")) {
      row.next();
      String account = row.getString(1);
      int at = account.lastIndexOf('@');
      return "'" + account.substring(0, at) + "'@'" + account.substring(at + 1) + "'";
    }
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    try {
      run("XA COMMIT ", xid);
    } catch (XAException e) {
      // MariaDB's answer for a prepared branch that only read, when its session has ended; one
      // that wrote is kept.
      if (!(e.getCause() instanceof SQLException sql)
          || sql.getErrorCode() != MySqlErrors.ROLLED_BACK) {
        throw e;
      }
    }
  }

  @Override
  public void rollback(Xid xid) throws XAException {
    run("XA ROLLBACK ", xid);
  }

  private void run(String verb, Xid xid) throws XAException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(verb + MySqlXid.literal(xid));
    } catch (SQLException e) {
      throw MySqlErrors.xa(e);
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
