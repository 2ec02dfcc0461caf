package dev.tutti.tm.branch;

import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.HandleGate;
import dev.tutti.tm.spi.LastResourceBranch;
import dev.tutti.tm.spi.LastResourceManager;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.VolatileBranch;
import dev.tutti.tm.spi.XaResourceManager;
import java.time.Duration;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/** One participant's way into one transaction. Used by the thread that joins. */
final class BranchEnlistment implements Enlistment {

  private final LiveTransaction transaction;
  private final Participant<?> participant;
  private final Gate gate;
  private boolean enlisted;
  private @Nullable GuardedBranch branch;

  BranchEnlistment(LiveTransaction transaction, Participant<?> participant) {
    this.transaction = transaction;
    this.participant = participant;
    this.gate = new Gate(participant.name(), transaction.id(), transaction::whyOver);
  }

  @Override
  public String transactionId() {
    return transaction.id();
  }

  @Override
  public Duration remaining() {
    return transaction.remaining();
  }

  @Override
  public boolean readOnly() {
    return transaction.isReadOnly();
  }

  @Override
  public HandleGate gate() {
    return gate;
  }

  @Override
  public void enlist(XAResource resource) throws Exception {
    if (!(participant instanceof XaResourceManager manager)
        || !participant.guarantee().isTwoPhase()) {
      throw misuse("an XAResource", "an XaResourceManager with a two-phase guarantee");
    }
    once();
    XaBranch xa = new XaBranch(transaction, manager, gate, resource);
    branch = xa;
    try {
      transaction.enlist(xa);
    } catch (Exception e) {
      throw transaction.isOver() ? closed(e) : xa.whyNotStarted(e);
    }
  }

  @Override
  public void enlist(LastResourceBranch last) throws Exception {
    if (!(participant instanceof LastResourceManager manager)) {
      throw misuse("a last resource", "a LastResourceManager");
    }
    once();
    LastResourceGuard guard = new LastResourceGuard(transaction, manager, gate, last);
    branch = guard;
    transaction.enlist(guard);
  }

  @Override
  public void enlist(VolatileBranch volatileBranch) {
    once();
    transaction.enlist(new VolatileGuard(participant, gate, volatileBranch, transaction.drain()));
  }

  /** The source took so long to join that the transaction has ended meanwhile. */
  private HandleClosedException closed(Exception refusal) {
    HandleClosedException closed =
        new HandleClosedException(participant.name(), transaction.id(), transaction.whyOver());
    closed.addSuppressed(refusal);
    return closed;
  }

  private void once() {
    if (enlisted) {
      throw new IllegalStateException(
          participant.name() + ": it enlisted twice in " + transaction.id());
    }
    enlisted = true;
  }

  private IllegalStateException misuse(String what, String needed) {
    return new IllegalStateException(
        participant.name()
            + " ("
            + participant.guarantee()
            + ") enlisted "
            + what
            + ": only "
            + needed
            + " can, since recovery could not reach it");
  }

  @Override
  public void whenReleased(Release release) {
    // Without a branch the server has nothing of this transaction.
    transaction.onRelease(() -> release.released(mayBeUsedAgain()));
  }

  /** Not while the server has something of it, nor while a call is still inside the driver. */
  private boolean mayBeUsedAgain() {
    return (branch == null || branch.finished()) && gate.isEmpty();
  }
}
