package dev.tutti.xa.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * A branch on its own connection, from its start to its end, driven by the server's XA statements.
 * The drivers' own XAResources are not used: one keeps a map of every xid for the whole process,
 * the other gives most errors no code.
 */
final class MySqlBranch implements XaDialect.Branch, XAResource {

  /** For an XA statement; after it the connection is given up and the server's list decides. */
  private static final Duration PHASE = Duration.ofSeconds(30);

  /** How much longer than its transaction a session may be silent. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final JdbcPool.Lease lease;
  private final Duration remaining;
  private final MySqlSessions sessions;
  private final MySqlSessions.Session session;
  private final boolean longLived;
  private volatile boolean started;
  private volatile boolean working;
  private volatile boolean voted;
  private volatile boolean broken;

  MySqlBranch(
      JdbcPool.Lease lease,
      Duration remaining,
      MySqlSessions sessions,
      MySqlSessions.Session session) {
    this.lease = lease;
    this.remaining = remaining;
    this.sessions = sessions;
    this.session = session;
    this.longLived = remaining.plus(GRACE).compareTo(MySqlUrl.IDLE) > 0;
  }

  @Override
  public XAResource xaResource() {
    return this;
  }

  @Override
  public void released(boolean finished, JdbcPool.Lease lease) {
    boolean clean = finished && !broken && !longLived;
    if (clean) {
      try {
        network(MySqlUrl.SILENCE);
      } catch (SQLException e) {
        clean = false;
      }
    }
    if (clean) {
      lease.giveBack();
      return;
    }
    if (started && (broken || !finished)) {
      sessions.abandon(session);
    }
    try {
      // Closing it politely would wait for a server that may not answer.
      lease.raw().abort(Runnable::run);
    } catch (SQLException | RuntimeException e) {
      // It is closed already.
    }
    lease.discard();
  }

  @Override
  public void start(Xid xid, int flags) throws XAException {
    if (flags == TMJOIN || flags == TMRESUME) {
      return; // The branch stays on its connection, whichever thread works on it.
    }
    try {
      network(PHASE);
      if (longLived) {
        run("SET SESSION wait_timeout = " + remaining.plus(GRACE).toSeconds());
      }
      started = true;
      run("XA START " + MySqlXid.literal(xid));
      working = true;
      network(longLived ? remaining.plus(GRACE) : MySqlUrl.IDLE);
    } catch (SQLException e) {
      broken = true;
      throw MySqlErrors.xa(e);
    }
  }

  @Override
  public void end(Xid xid, int flags) throws XAException {
    if (flags == TMSUSPEND || !working) {
      return;
    }
    // Whatever it answers: the second try is the rollback's.
    working = false;
    xa("END", xid, "");
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    voted = true;
    xa("PREPARE", xid, "");
    return XA_OK;
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    if (onePhase) {
      commitInOnePhase(xid);
    } else {
      xa("COMMIT", xid, "");
    }
  }

  private void commitInOnePhase(Xid xid) throws XAException {
    try {
      xa("COMMIT", xid, " ONE PHASE");
    } catch (XAException e) {
      if (broken) {
        throw e;
      }
      // Refused, for example by a server that became read-only: only a rollback tells for certain.
      try {
        xa("ROLLBACK", xid, "");
      } catch (XAException unknown) {
        e.addSuppressed(unknown);
        throw MySqlErrors.xa(XAException.XAER_RMFAIL, e);
      }
      throw MySqlErrors.xa(XAException.XA_RBROLLBACK, e);
    }
  }

  @Override
  public void rollback(Xid xid) throws XAException {
    try {
      if (working) {
        end(xid, TMFAIL);
      }
    } catch (XAException e) {
      // A deadlock has ended it, or the connection is gone: the rollback tells.
    }
    try {
      xa("ROLLBACK", xid, "");
    } catch (XAException e) {
      if (voted) {
        throw e;
      }
      // What never voted does not outlive its session.
      broken = true;
    }
  }

  private void xa(String verb, Xid xid, String how) throws XAException {
    try {
      network(PHASE);
      run("XA " + verb + ' ' + MySqlXid.literal(xid) + how);
    } catch (SQLException e) {
      if (MySqlErrors.isLost(e) || isClosed()) {
        broken = true;
        throw MySqlErrors.xa(XAException.XAER_RMFAIL, e);
      }
      throw MySqlErrors.xa(e);
    }
  }

  private boolean isClosed() {
    try {
      return lease.connection().isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = lease.raw().createStatement()) {
      statement.execute(sql);
    }
  }

  /** A network that went silent ends a call after this time; a matter of the socket alone. */
  private void network(Duration silence) throws SQLException {
    lease
        .raw()
        .setNetworkTimeout(Runnable::run, (int) Math.min(Integer.MAX_VALUE, silence.toMillis()));
  }

  @Override
  public void forget(Xid xid) {}

  @Override
  public Xid[] recover(int flag) throws XAException {
    throw new XAException(XAException.XAER_PROTO);
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
