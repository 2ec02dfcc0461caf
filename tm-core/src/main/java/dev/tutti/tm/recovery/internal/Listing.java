package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.branch.Answers;
import dev.tutti.tm.log.XidKey;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.XaResourceManager;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * An open recovery connection to one resource, with what its server lists as prepared. Made on a
 * thread of the crew, and then used by the recovery pass only.
 */
final class Listing implements AutoCloseable {

  private static final int MOST_DOUBTS = 32;
  private static final long SLOW_NANOS = 1_000_000_000L;

  private final XaResourceManager manager;
  private final RecoveryConnection connection;
  private final Identities.Seen seen;
  private Set<XidKey> prepared = Set.of();
  private boolean complete;
  private int doubts;
  // Why the connection is gone: each further call could wait as long as the one that found out.
  private @Nullable String lost;

  private Listing(XaResourceManager manager, RecoveryConnection connection, Identities.Seen seen) {
    this.manager = manager;
    this.connection = connection;
    this.seen = seen;
  }

  /**
   * Opens a connection, asks the server on it who it is, and lists, unless its list would prove
   * nothing. Leaves no trace: {@link #changed} decides what it is worth.
   */
  static Listing of(XaResourceManager manager, Identities identities)
      throws ResourceUnavailableException {
    RecoveryConnection connection = manager.openRecovery();
    boolean listed = false;
    try {
      Identities.Seen seen = identities.look(manager, connection);
      Listing listing = new Listing(manager, connection, seen);
      if (!identities.isDoubtful(manager, seen)) {
        listing.prepared = list(connection);
        listing.complete = true;
      }
      listed = true;
      return listing;
    } catch (XAException | RuntimeException e) {
      throw silent(manager, e);
    } finally {
      if (!listed) {
        connection.close();
      }
    }
  }

  /** What changed about the server; if empty, the list can be used. */
  Optional<String> changed(Identities identities) throws ResourceUnavailableException {
    Optional<String> changed = identities.changed(manager, seen);
    if (changed.isEmpty() && !complete) {
      throw new ResourceUnavailableException(
          manager.name(), "it was another server just now, and is asked again", null);
    }
    return changed;
  }

  static Set<XidKey> list(RecoveryConnection connection) throws XAException {
    Set<XidKey> found = new LinkedHashSet<>();
    Xid[] listed = connection.xaResource().recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
    if (listed != null) {
      for (Xid xid : listed) {
        if (xid != null) {
          found.add(XidKey.of(xid));
        }
      }
    }
    return Collections.unmodifiableSet(found);
  }

  /** As listed last; a later list is another set. */
  Set<XidKey> prepared() {
    return prepared;
  }

  /** Of the oldest prepared on its server, as it listed it; also after the connection is gone. */
  Optional<Duration> oldestPrepared() {
    return connection.oldestPrepared();
  }

  boolean lists(XidKey xid) {
    return prepared.contains(xid);
  }

  /** Asks again. */
  Set<XidKey> refreshed() throws ResourceUnavailableException {
    if (lost != null) {
      throw new ResourceUnavailableException(manager.name(), lost, null);
    }
    long since = System.nanoTime();
    try {
      prepared = list(connection);
      return prepared;
    } catch (XAException | RuntimeException e) {
      found(e, since);
      throw silent(manager, e);
    }
  }

  /** What the driver lost, not what the server refused, however it calls that. */
  private void found(Exception e, long since) {
    Throwable cause = e.getCause();
    if (cause != null
        && Answers.isConnectionLost(manager, cause)
        && System.nanoTime() - since > SLOW_NANOS) {
      lost = Answers.describe(e);
    }
  }

  private static ResourceUnavailableException silent(XaResourceManager manager, Exception e) {
    return new ResourceUnavailableException(
        manager.name(), "it does not list its prepared branches: " + Answers.describe(e), e);
  }

  /**
   * Asks again; a server that does not answer counts as still listing. So does one that refuses
   * branch after branch: to list thousands again for each of them would take for ever.
   */
  boolean stillLists(XidKey xid) {
    if (lost != null || ++doubts > MOST_DOUBTS) {
      return true;
    }
    long since = System.nanoTime();
    try {
      prepared = list(connection);
      return prepared.contains(xid);
    } catch (XAException | RuntimeException e) {
      found(e, since);
      return true;
    }
  }

  /** What came of ending a branch. */
  sealed interface Ended {
    /** The branch is gone, as wanted. */
    record Done() implements Ended {}

    /** Try again later. */
    record Later(String why) implements Ended {}

    /** The resource decided by itself; the code is of the XA specification. */
    record Heuristic(int code, String why) implements Ended {}
  }

  /** X/Open XA, xa_commit() for a recovered branch. */
  Ended commit(XidKey xid) {
    if (lost != null) {
      return new Ended.Later(lost);
    }
    long since = System.nanoTime();
    try {
      connection.xaResource().commit(xid, false);
      return new Ended.Done();
    } catch (XAException e) {
      found(e, since);
      if (e.errorCode == XAException.XA_HEURCOM) {
        return forgotten(xid);
      }
      return refused(xid, e, XAException.XA_HEURRB);
    } catch (RuntimeException e) {
      return new Ended.Later(Answers.describe(e));
    }
  }

  /** X/Open XA, xa_rollback() for a recovered branch. */
  Ended rollback(XidKey xid) {
    if (lost != null) {
      return new Ended.Later(lost);
    }
    long since = System.nanoTime();
    try {
      connection.xaResource().rollback(xid);
      return new Ended.Done();
    } catch (XAException e) {
      found(e, since);
      if (e.errorCode == XAException.XA_HEURRB) {
        return forgotten(xid);
      }
      if (e.errorCode != XAException.XA_HEURCOM && !heuristic(e.errorCode)) {
        return stillLists(xid) ? new Ended.Later(Answers.describe(e)) : new Ended.Done();
      }
      return new Ended.Heuristic(e.errorCode, Answers.describe(e));
    } catch (RuntimeException e) {
      return new Ended.Later(Answers.describe(e));
    }
  }

  private Ended refused(XidKey xid, XAException e, int whenRolledBack) {
    if (heuristic(e.errorCode)) {
      return new Ended.Heuristic(e.errorCode, Answers.describe(e));
    }
    if (Answers.isConnectionLost(manager, e)
        || e.errorCode == XAException.XA_RETRY
        || stillLists(xid)) {
      return new Ended.Later(Answers.describe(e));
    }
    if (e.errorCode == XAException.XAER_NOTA) {
      return new Ended.Done();
    }
    boolean rolledBack = e.errorCode == XAException.XAER_RMERR || Answers.isRollback(e.errorCode);
    return new Ended.Heuristic(
        rolledBack ? whenRolledBack : XAException.XA_HEURHAZ, Answers.describe(e));
  }

  private static boolean heuristic(int code) {
    return code == XAException.XA_HEURRB
        || code == XAException.XA_HEURMIX
        || code == XAException.XA_HEURHAZ;
  }

  /** X/Open XA, xa_forget(). */
  Ended forget(XidKey xid) {
    if (lost != null) {
      return new Ended.Later(lost);
    }
    try {
      connection.xaResource().forget(xid);
      return new Ended.Done();
    } catch (XAException | RuntimeException e) {
      boolean gone = e instanceof XAException xa && xa.errorCode == XAException.XAER_NOTA;
      return gone && !stillLists(xid) ? new Ended.Done() : new Ended.Later(Answers.describe(e));
    }
  }

  private Ended forgotten(XidKey xid) {
    try {
      connection.xaResource().forget(xid);
    } catch (XAException | RuntimeException e) {
      // It is listed again next time, and forgotten then.
    }
    return new Ended.Done();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (RuntimeException e) {
      // A connection that cannot be closed is gone.
    }
  }
}
