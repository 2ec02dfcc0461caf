package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.branch.Answers;
import dev.tutti.tm.log.XidKey;
import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.Finding;
import dev.tutti.tm.spi.HandleGate;
import dev.tutti.tm.spi.LastResourceBranch;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.VolatileBranch;
import dev.tutti.tm.spi.XaResourceManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * A branch that nobody needs, led through what a crash between the phases would leave: prepared,
 * its connection dropped, found from another connection, rolled back there. Whatever goes wrong on
 * the way, recovery knows it as an orphan of this store. For one thread.
 */
final class Trial implements Enlistment, HandleGate {

  static final String RECOVERS = "recovery of a real branch";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final XaResourceManager manager;
  private final Work<?> work;
  private final XidKey xid;
  private @Nullable XAResource resource;
  private @Nullable Release release;
  private boolean open = true;

  private record Work<H>(Participant<H> participant) {
    void in(Enlistment enlistment) throws Exception {
      participant.leaveTrace(participant.join(enlistment));
    }
  }

  private Trial(XaResourceManager manager, Work<?> work, XidKey xid) {
    this.manager = manager;
    this.work = work;
    this.xid = xid;
  }

  /** What came of it, step by step until one failed. */
  static List<Finding> of(XaResourceManager manager, XidKey xid) {
    if (!(manager instanceof Participant<?> participant)) {
      return List.of();
    }
    return new Trial(manager, new Work<>(participant), xid).run();
  }

  private List<Finding> run() {
    List<Finding> found = new ArrayList<>();
    String step = "begin a branch (xa_start) and work in it";
    try {
      work.in(this);
      XAResource branch = started();
      step = "prepare it (xa_prepare)";
      open = false;
      branch.end(xid, XAResource.TMSUCCESS);
      int vote = branch.prepare(xid);
      step = "drop its connection";
      drop();
      if (vote == XAResource.XA_RDONLY) {
        found.add(
            Finding.warn(
                RECOVERS,
                "it ended an empty branch with its vote (XA_RDONLY): nothing was there to recover",
                "nothing to do: one with work in it is kept"));
        return found;
      }
      step = "find it from another connection (xa_recover)";
      recovered(found);
    } catch (Exception e) {
      found.add(Finding.fail(RECOVERS, "could not " + step + ": " + why(e), fix()));
    } finally {
      drop();
    }
    return found;
  }

  private XAResource started() {
    XAResource started = resource;
    if (started == null) {
      throw new IllegalStateException("it joined without a branch");
    }
    return started;
  }

  private void recovered(List<Finding> found) throws ResourceUnavailableException, XAException {
    try (RecoveryConnection connection = manager.openRecovery()) {
      if (!lists(connection)) {
        found.add(
            Finding.fail(
                RECOVERS,
                "the branch was prepared, and is not listed once its connection is gone: it would"
                    + " be lost, or stay locked where nobody sees it",
                fix()));
        return;
      }
      connection.xaResource().rollback(xid);
      if (lists(connection)) {
        found.add(
            Finding.fail(RECOVERS, "rolled back, and still listed", "ask the server's log why"));
        return;
      }
    }
    found.add(
        Finding.pass(
            RECOVERS, "prepared, connection dropped, found again from another, rolled back"));
  }

  private boolean lists(RecoveryConnection connection) throws XAException {
    var listed = connection.xaResource().recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
    return listed != null && Arrays.stream(listed).anyMatch(x -> XidKey.of(x).equals(xid));
  }

  private String fix() {
    return "see what else was found about "
        + manager.name()
        + "; until this passes, do not trust it with a transaction";
  }

  private static String why(Exception e) {
    return e instanceof XAException xa ? Answers.describe(xa) : String.valueOf(e.getMessage());
  }

  /** As a crash would: not finished, so that the connection is used for nothing else. */
  private void drop() {
    open = false;
    Release now = release;
    release = null;
    if (now != null) {
      now.released(false);
    }
  }

  @Override
  public String transactionId() {
    return "doctor";
  }

  @Override
  public Duration remaining() {
    return PATIENCE;
  }

  @Override
  public HandleGate gate() {
    return this;
  }

  @Override
  public void enlist(XAResource branch) throws Exception {
    resource = branch;
    branch.start(xid, XAResource.TMNOFLAGS);
  }

  @Override
  public void enlist(LastResourceBranch branch) {
    throw new UnsupportedOperationException("it has two phases");
  }

  @Override
  public void enlist(VolatileBranch branch) {
    throw new UnsupportedOperationException("it has two phases");
  }

  @Override
  public void whenReleased(Release whenDropped) {
    release = whenDropped;
  }

  @Override
  public <T, X extends Exception> T call(GatedCall<T, X> call) throws X {
    return call.call();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void whenStuck(Runnable cancel, Runnable abort) {
    // The drivers' own limits end a call of this thread.
  }
}
