package dev.tutti.xa.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * A branch on its own connection. The driver has an XAResource, but it takes the server's silent
 * rollback of a failed transaction for a vote, and a lost connection for an error; so the few
 * statements are sent here. The transaction begins with the first statement's round trip.
 */
final class PgBranch implements XaDialect.Branch, XAResource {

  private final BaseConnection connection;
  private boolean voteAsked;
  private boolean prepared;
  private boolean broken;

  PgBranch(BaseConnection connection) {
    this.connection = connection;
  }

  @Override
  public XAResource xaResource() {
    return this;
  }

  @Override
  public synchronized void released(boolean finished, JdbcPool.Lease lease) {
    if (finished && !broken && connection.getTransactionState() == TransactionState.IDLE) {
      lease.giveBack();
      return;
    }
    // Cut, and not closed in good order: that would ask a server which may not answer.
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It was closed before.
    }
    lease.discard();
  }

  @Override
  public synchronized void start(Xid xid, int flags) throws XAException {
    if (flags == TMRESUME) {
      return; // Nobody else has used the connection in between.
    }
    if (flags != TMNOFLAGS || connection.getTransactionState() != TransactionState.IDLE) {
      throw xa(XAException.XAER_PROTO, "a branch needs a connection with nothing open on it");
    }
  }

  @Override
  public void end(Xid xid, int flags) {}

  @Override
  public synchronized int prepare(Xid xid) throws XAException {
    refuseFailed();
    if (connection.getTransactionState() == TransactionState.IDLE) {
      return XA_RDONLY; // No statement was sent.
    }
    voteAsked = true;
    try {
      execute("PREPARE TRANSACTION '" + PgXid.name(xid) + "'");
    } catch (SQLException e) {
      XAException refusal = PgErrors.refused(e);
      if (refusal.errorCode == XAException.XAER_RMFAIL) {
        broken = true;
      } else {
        voteAsked = false; // Answered: nothing is prepared.
        rollBackWork();
      }
      throw refusal;
    }
    prepared = true;
    return XA_OK;
  }

  /** The server would answer a commit or a prepare of it by a rollback, and no error. */
  private void refuseFailed() throws XAException {
    if (connection.getTransactionState() == TransactionState.FAILED) {
      rollBackWork();
      throw xa(
          XAException.XA_RBROLLBACK,
          "a statement failed before, after which PostgreSQL can only roll the transaction back:"
              + " let its exception out, or go on from a SAVEPOINT");
    }
  }

  @Override
  public synchronized void commit(Xid xid, boolean onePhase) throws XAException {
    if (onePhase) {
      refuseFailed();
      try {
        connection.commit();
      } catch (SQLException e) {
        broken |= PgErrors.isLost(e);
        throw PgErrors.refused(e);
      }
    } else {
      endPrepared("COMMIT PREPARED", xid);
    }
  }

  @Override
  public synchronized void rollback(Xid xid) throws XAException {
    if (prepared) {
      endPrepared("ROLLBACK PREPARED", xid);
    } else if (voteAsked) {
      throw xa(XAException.XAER_RMFAIL, "its vote was not answered, it may be prepared");
    } else {
      rollBackWork();
    }
  }

  /** What was never prepared does not outlive its session, whatever becomes of this call. */
  private void rollBackWork() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      broken = true;
    }
  }

  private void endPrepared(String verb, Xid xid) throws XAException {
    try {
      connection.setAutoCommit(true); // No round trip: nothing is open.
      execute(verb + " '" + PgXid.name(xid) + "'");
      prepared = false;
    } catch (SQLException e) {
      broken |= PgErrors.isLost(e);
      throw PgErrors.unfinished(e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static XAException xa(int code, String message) {
    XAException xa = new XAException(message);
    xa.errorCode = code;
    return xa;
  }

  @Override
  public void forget(Xid xid) {}

  @Override
  public Xid[] recover(int flag) throws XAException {
    throw xa(XAException.XAER_PROTO, "recovery has a connection of its own");
  }

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
}
