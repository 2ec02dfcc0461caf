package dev.tutti.tm.branch;

import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.TransactionEvent;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sources of one transaction: each joins once and has one handle, and is released when the
 * transaction is over. Thread-safe; one source joins at a time.
 */
final class Handles {

  private final LiveTransaction transaction;
  private final LiveTransaction.Engine engine;
  private final ReentrantLock joining = new ReentrantLock();
  private final IdentityHashMap<Participant<?>, Object> handles = new IdentityHashMap<>();
  private final List<Runnable> releases = new ArrayList<>();
  private boolean released;

  /** Of a join that the end overtook; guarded by joining. */
  private final List<Runnable> lateReleases = new ArrayList<>();

  Handles(LiveTransaction transaction, LiveTransaction.Engine engine) {
    this.transaction = transaction;
    this.engine = engine;
  }

  @SuppressWarnings("unchecked") // the map is filled here only, with the participant's own handle
  <H> H join(Participant<H> participant) throws Exception {
    joining.lock();
    try {
      Object known = handles.get(participant);
      if (known != null) {
        return (H) known;
      }
      if (transaction.isOver()) {
        throw new HandleClosedException(
            participant.name(), transaction.id(), transaction.whyOver());
      }
      try {
        engine.verify(participant);
        H handle = participant.join(new BranchEnlistment(transaction, participant));
        handles.put(participant, handle);
        transaction.tell(new TransactionEvent.Enlisted(transaction.id(), participant.name()));
        return handle;
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        transaction.doom(participant.name(), "it could not join", e);
        throw e;
      }
    } finally {
      lateReleases.forEach(this::release);
      lateReleases.clear();
      joining.unlock();
    }
  }

  /** While a source joins; one that took longer than the transaction is released after its join. */
  void onRelease(Runnable release) {
    synchronized (releases) {
      if (!released) {
        releases.add(release);
        return;
      }
    }
    lateReleases.add(release);
  }

  boolean isConflict(Throwable thrown) {
    joining.lock();
    try {
      return handles.keySet().stream().anyMatch(p -> p.isConflict(thrown));
    } finally {
      joining.unlock();
    }
  }

  /** The transaction is over. */
  void release() {
    List<Runnable> all;
    synchronized (releases) {
      released = true;
      all = List.copyOf(releases);
    }
    all.forEach(this::release);
  }

  private void release(Runnable release) {
    try {
      release.run();
    } catch (RuntimeException | Error e) {
      transaction.tell(
          new TransactionEvent.Held(transaction.id(), "a connection was not released: " + e));
    }
  }
}
