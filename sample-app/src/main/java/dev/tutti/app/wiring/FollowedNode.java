package dev.tutti.app.wiring;

import dev.tutti.app.admin.AdminNode;
import dev.tutti.app.admin.NodeAwayException;
import dev.tutti.app.admin.Standing;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node wherever it is: asked in the process that runs it, whenever one does. When that process
 * ends, its log is left alone, so that it can start again; it is taken only when somebody says so,
 * and let go likewise. Thread-safe.
 */
public final class FollowedNode implements AdminNode, AutoCloseable {

  private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long PATIENCE_SECONDS = 30;
  private static final int REMEMBERED = 20;

  private final Path store;
  private final RecoverySession.Opener opener;
  private final boolean canTake;
  private final Consumer<String> changed;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Deque<String> changes = new ArrayDeque<>();
  private volatile @Nullable RecoverySession session;
  private volatile String away = "";
  private volatile long looked;

  private FollowedNode(
      Path store,
      RecoverySession.Opener opener,
      boolean canTake,
      Consumer<String> changed,
      RecoverySession first) {
    this.store = store;
    this.opener = opener;
    this.canTake = canTake;
    this.changed = changed;
    this.session = first;
    this.looked = System.nanoTime();
  }

  /**
   * Begins with the process that runs on the store; if there is none, takes the store.
   *
   * @param store the directory of the log
   * @param opener takes it
   * @param canTake whether it can do so
   * @param changed told in one line when somebody else answers from now on, or nobody
   * @return the node
   * @throws IOException if neither can be asked
   */
  public static FollowedNode of(
      Path store, RecoverySession.Opener opener, boolean canTake, Consumer<String> changed)
      throws IOException {
    return new FollowedNode(store, opener, canTake, changed, RecoverySession.of(store, opener));
  }

  @Override
  public <T> T ask(Question<T> question) throws ResourceUnavailableException {
    look(false);
    lock.readLock().lock();
    try {
      RecoverySession now = session;
      if (now == null) {
        throw new NodeAwayException(away);
      }
      return question.ask(now.admin());
    } catch (UncheckedIOException e) {
      looked = System.nanoTime() - LOOK_AGAIN_NANOS; // Perhaps it has just ended.
      throw e;
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public Standing standing() {
    look(false);
    RecoverySession now = session;
    synchronized (changes) {
      return now == null
          ? new Standing(Standing.State.AWAY, away, canTake, List.copyOf(changes))
          : new Standing(
              now.isRunning() ? Standing.State.RUNNING : Standing.State.HELD_HERE,
              now.where(),
              canTake,
              List.copyOf(changes));
    }
  }

  /** Sees whether another process answers than before. What is held here, nobody else has. */
  private void look(boolean now) {
    if (!now && System.nanoTime() - looked < LOOK_AGAIN_NANOS) {
      return;
    }
    RecoverySession before = session;
    if (before != null && !before.isRunning()) {
      return;
    }
    synchronized (this) {
      if (session != before) {
        return;
      }
      looked = System.nanoTime();
      Optional<RecoverySession> running;
      String why = "node does not run: no process answers in " + store;
      try {
        running = RecoverySession.running(store);
      } catch (IOException e) {
        running = Optional.empty();
        why = String.valueOf(e.getMessage());
      }
      session = running.orElse(null);
      away = why;
      String line = running.map(RecoverySession::where).orElse(why);
      if (!line.equals(before == null ? lastChange() : before.where())) {
        remember(line);
      }
    }
  }

  private String lastChange() {
    synchronized (changes) {
      String last = changes.peekLast();
      return last == null ? "" : last.substring(last.indexOf("  ") + 2);
    }
  }

  private void remember(String line) {
    synchronized (changes) {
      if (changes.size() >= REMEMBERED) {
        changes.removeFirst();
      }
      changes.addLast(Instant.now().truncatedTo(ChronoUnit.SECONDS) + "  " + line);
    }
    changed.accept(line);
  }

  @Override
  public void take() throws IOException {
    look(true);
    exclusively();
    try {
      if (session != null) {
        return;
      }
      if (!canTake) {
        throw new IOException("there is no configuration here to open its log with");
      }
      RecoverySession own = RecoverySession.own(store, opener);
      session = own;
      remember(own.where());
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void release() {
    exclusively();
    try {
      RecoverySession now = session;
      if (now == null || now.isRunning()) {
        return;
      }
      now.close();
      session = null;
      away = "node does not run: its log in " + store + " was let go, so that it can start";
      remember(away);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void exclusively() {
    try {
      if (lock.writeLock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("somebody is asking the node still; try again later");
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      RecoverySession now = session;
      session = null;
      if (now != null) {
        now.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
