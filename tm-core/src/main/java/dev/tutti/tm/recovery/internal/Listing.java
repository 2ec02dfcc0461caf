package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.branch.Answers;
import dev.tutti.tm.log.XidKey;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.XaResourceManager;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * An open recovery connection to one resource, with what its server lists as prepared. Used by the
 * recovery pass only.
 */
final class Listing implements AutoCloseable {

  private final XaResourceManager manager;
  private final RecoveryConnection connection;
  private Set<XidKey> prepared;

  private Listing(XaResourceManager manager, RecoveryConnection connection, Set<XidKey> prepared) {
    this.manager = manager;
    this.connection = connection;
    this.prepared = prepared;
  }

  /** Opens a connection and lists, unless the server on it is not the one that is known. */
  static Opened of(XaResourceManager manager, Identities identities)
      throws ResourceUnavailableException {
    RecoveryConnection connection = manager.openRecovery();
    boolean listed = false;
    try {
      Optional<String> changed = identities.changed(manager, connection);
      if (changed.isPresent()) {
        return new Opened.Changed(changed.get());
      }
      Listing listing = new Listing(manager, connection, list(connection));
      listed = true;
      return new Opened.Listed(listing);
    } catch (XAException | RuntimeException e) {
      throw silent(manager, e);
    } finally {
      if (!listed) {
        connection.close();
      }
    }
  }

  /** What came of opening one. */
  sealed interface Opened {
    /** It lists. */
    record Listed(Listing listing) implements Opened {}

    /** It is another server than before. */
    record Changed(String how) implements Opened {}
  }

  private static Set<XidKey> list(RecoveryConnection connection) throws XAException {
    Set<XidKey> found = new LinkedHashSet<>();
    Xid[] listed = connection.xaResource().recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
    if (listed != null) {
      for (Xid xid : listed) {
        if (xid != null) {
          found.add(XidKey.of(xid));
        }
      }
    }
    return found;
  }

  Set<XidKey> prepared() {
    return Set.copyOf(prepared);
  }

  boolean lists(XidKey xid) {
    return prepared.contains(xid);
  }

  /** Asks again. */
  Set<XidKey> refreshed() throws ResourceUnavailableException {
    try {
      prepared = list(connection);
      return Set.copyOf(prepared);
    } catch (XAException | RuntimeException e) {
      throw silent(manager, e);
    }
  }

  private static ResourceUnavailableException silent(XaResourceManager manager, Exception e) {
    return new ResourceUnavailableException(
        manager.name(), "it does not list its prepared branches: " + Answers.describe(e), e);
  }

  /** Asks again; a server that does not answer counts as still listing. */
  boolean stillLists(XidKey xid) {
    try {
      prepared = list(connection);
      return prepared.contains(xid);
    } catch (XAException | RuntimeException e) {
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
    try {
      connection.xaResource().commit(xid, false);
      return new Ended.Done();
    } catch (XAException e) {
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
    try {
      connection.xaResource().rollback(xid);
      return new Ended.Done();
    } catch (XAException e) {
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
