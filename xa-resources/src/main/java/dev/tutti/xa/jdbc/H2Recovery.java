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
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * Ends prepared branches by their name. H2's own XAResource does not roll back what another
 * connection prepared; a branch that this process prepared is ended on its own connection.
 */
final class H2Recovery implements RecoveryConnection, XAResource {

  private final String resource;
  private final Connection connection;
  private final H2Dialect dialect;
  private final H2HeldBranches held;

  H2Recovery(String resource, Connection connection, H2Dialect dialect, H2HeldBranches held) {
    this.resource = resource;
    this.connection = connection;
    this.dialect = dialect;
    this.held = held;
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
  public Xid[] recover(int flag) throws XAException {
    if ((flag & TMSTARTRSCAN) == 0) {
      return new Xid[0];
    }
    try {
      return Uninterrupted.call(this::inDoubt);
    } catch (SQLException e) {
      throw H2Errors.translate(e, XAException.XAER_RMFAIL);
    }
  }

  private Xid[] inDoubt() throws SQLException {
    List<Xid> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT TRANSACTION_NAME FROM INFORMATION_SCHEMA.IN_DOUBT")) {
      while (rows.next()) {
        H2Xid.parse(rows.getString(1)).ifPresent(found::add);
      }
    }
    return found.toArray(Xid[]::new);
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    finish(xid, true);
  }

  @Override
  public void rollback(Xid xid) throws XAException {
    finish(xid, false);
  }

  private void finish(Xid xid, boolean commit) throws XAException {
    Optional<H2Branch> mine = held.find(xid);
    if (mine.isPresent()) {
      try {
        if (commit) {
          mine.get().commit(xid, false);
        } else {
          mine.get().rollback(xid);
        }
        return;
      } catch (XAException e) {
        if (!(e.getCause() instanceof SQLException sql) || !H2Dialect.isLost(sql)) {
          throw e;
        }
        mine.get().abandon(xid);
      }
    }
    String name = H2Xid.name(xid);
    try {
      Uninterrupted.call(() -> execute((commit ? "COMMIT" : "ROLLBACK"), name));
    } catch (SQLException e) {
      throw H2Errors.translate(e, XAException.XAER_RMFAIL);
    }
  }

  private boolean execute(String verb, String name) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(verb + " TRANSACTION \"" + name + '"');
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
