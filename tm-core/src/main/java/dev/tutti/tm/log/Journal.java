package dev.tutti.tm.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of a node: append-only, one force for all that wait together. Thread-safe.
 *
 * <p>Decisions are durable when {@link #decide} returns. Progress and ends are written with the
 * next frame: losing one costs a repeated, idempotent second phase, never an outcome. After a force
 * has failed no further decision is taken until the store is opened again.
 */
public final class Journal implements AutoCloseable {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition written = lock.newCondition();
  private final Path directory;
  private final StoreIdentity identity;
  private final JournalState state;
  private final SegmentWriter writer;
  private final Set<String> doubtful = new HashSet<>();

  private Batch collecting = new Batch();
  private boolean writing;
  private volatile @Nullable IOException failure;
  private volatile int open;
  private boolean closed;

  /** What goes to the disk with one force. Guarded by the lock. */
  private static final class Batch {
    final List<Frame.Entry> entries = new ArrayList<>();
    // A decision counts when it is durable; progress and ends counted when they came.
    final List<Frame.Entry> decisions = new ArrayList<>();
    boolean durable;
    @Nullable JournalException refused;
  }

  private Journal(
      Path directory, StoreIdentity identity, JournalState state, SegmentWriter writer) {
    this.directory = directory;
    this.identity = identity;
    this.state = state;
    this.writer = writer;
    this.open = state.decisions().size();
  }

  static boolean existsIn(Path directory) throws IOException {
    return !JournalReader.segments(directory).isEmpty();
  }

  /** Makes a start count. */
  @FunctionalInterface
  interface Start {
    void count() throws IOException;
  }

  /**
   * What was read must be of that directory, and before {@code identity} was made durable, which
   * {@code start} does. The room comes first: a start that counts and then finds the disk full
   * would be one that the journal knows nothing of.
   */
  static Journal open(
      Path directory,
      StoreIdentity identity,
      JournalFiles files,
      JournalReader.Result read,
      Start start)
      throws IOException {
    Quarantine.keep(directory, identity, read.pieces());
    SegmentWriter writer = new SegmentWriter(directory, files, identity.boot(), read);
    List<Frame.Entry> first = read.state().snapshot();
    first.add(new Frame.Entry.Started());
    boolean open = false;
    try {
      writer.reserve(first);
      start.count();
      writer.rotate(first);
      open = true;
    } finally {
      if (!open) {
        writer.close();
      }
    }
    return new Journal(directory, identity, read.state(), writer);
  }

  /**
   * Writes a decision to commit and waits until it is durable.
   *
   * @param record the decision with every branch that voted yes
   * @throws JournalException if it is not durable; whether it can be rolled back is said by {@link
   *     JournalException#isDoubtful}
   */
  public void decide(DecisionRecord record) throws JournalException {
    lock.lock();
    try {
      refuseAfterFailure();
      Frame.Entry entry = new Frame.Entry.Decided(record);
      Batch mine = collecting;
      mine.entries.add(entry);
      mine.decisions.add(entry);
      while (!mine.durable && mine.refused == null) {
        if (writing) {
          written.awaitUninterruptibly();
        } else {
          writeBatch();
        }
      }
      JournalException refused = mine.refused;
      if (refused != null) {
        if (refused.isDoubtful()) {
          doubtful.add(record.transactionId());
        }
        throw new JournalException(
            String.valueOf(refused.getMessage()), refused.isDoubtful(), refused);
      }
    } finally {
      lock.unlock();
    }
  }

  private void refuseAfterFailure() throws JournalException {
    if (closed) {
      throw new JournalException("the decision log is closed", false, null);
    }
    Optional<String> failed = failure();
    if (failed.isPresent()) {
      throw new JournalException(failed.get(), false, failure);
    }
  }

  /** Writes what waits, with the lock released while the disk works. Called with the lock held. */
  private void writeBatch() {
    Batch mine = collecting;
    collecting = new Batch();
    if (failure != null) {
      mine.refused =
          new JournalException("the decision log has failed: " + failure, false, failure);
      return;
    }
    writing = true;
    lock.unlock();
    IOException problem = null;
    try {
      writer.append(mine.entries, snapshotSource());
    } catch (IOException e) {
      problem = e;
    } catch (RuntimeException | Error e) {
      problem = new IOException(e);
    } finally {
      lock.lock();
      writing = false;
    }
    if (problem == null) {
      mine.decisions.forEach(this::apply);
      mine.durable = true;
    } else {
      refuse(mine, problem);
    }
    written.signalAll();
  }

  private void refuse(Batch mine, IOException problem) {
    boolean mayBeThere = false;
    boolean goesOn = problem instanceof SegmentWriter.NotWrittenException;
    if (!goesOn) {
      failure = problem;
      mayBeThere = !voided(problem);
    }
    mine.refused =
        new JournalException(
            cannotBeWritten(problem)
                + (goesOn
                    ? "Free space or repair the disk; it goes on by itself"
                    : "Free space or repair the disk, then restart"),
            mayBeThere,
            problem);
    mine.entries.removeAll(mine.decisions);
    collecting.entries.addAll(0, mine.entries);
  }

  private String cannotBeWritten(IOException problem) {
    return "the decision log in "
        + directory
        + " cannot be written ("
        + problem.getMessage()
        + "). ";
  }

  private SegmentWriter.SnapshotSource snapshotSource() {
    return () -> {
      lock.lock();
      try {
        return state.snapshot();
      } finally {
        lock.unlock();
      }
    };
  }

  /** A new segment without the doubtful frame voids it: a reader obeys the last snapshot. */
  private boolean voided(IOException cause) {
    try {
      writer.rotate(state.snapshot());
      return true;
    } catch (IOException | RuntimeException | Error e) {
      cause.addSuppressed(e);
      return false;
    }
  }

  /**
   * Notes the progress of a decision, durable with the next frame.
   *
   * @param record the decision with its branches as they are now
   */
  public void progress(DecisionRecord record) {
    enqueue(new Frame.Entry.Decided(record));
  }

  /**
   * Notes that a decision has nothing left to do, durable with the next frame.
   *
   * @param transactionId the transaction
   */
  public void end(String transactionId) {
    enqueue(new Frame.Entry.Ended(transactionId));
  }

  private void apply(Frame.Entry entry) {
    state.apply(entry);
    open = state.decisions().size();
  }

  private void enqueue(Frame.Entry entry) {
    lock.lock();
    try {
      if (!closed) {
        apply(entry);
        collecting.entries.add(entry);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes durable what waits. Failing costs nothing but a repeated second phase.
   *
   * @return whether everything is durable
   */
  public boolean flush() {
    lock.lock();
    try {
      while (writing) {
        written.awaitUninterruptibly();
      }
      if (!collecting.entries.isEmpty() && failure == null && !closed) {
        writeBatch();
      }
      return collecting.entries.isEmpty() && failure == null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The decisions that have something left to do.
   *
   * @return a copy, oldest first
   */
  public List<DecisionRecord> open() {
    lock.lock();
    try {
      return new ArrayList<>(state.decisions().values());
    } finally {
      lock.unlock();
    }
  }

  /**
   * One decision.
   *
   * @param transactionId the transaction
   * @return its record, if it has something left to do
   */
  public Optional<DecisionRecord> find(String transactionId) {
    lock.lock();
    try {
      return Optional.ofNullable(state.decisions().get(transactionId));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Transactions whose decision may or may not be on the disk: only the next start can tell.
   *
   * @param transactionId the transaction
   * @return true if nobody may end its branches now
   */
  public boolean isDoubtful(String transactionId) {
    lock.lock();
    try {
      return doubtful.contains(transactionId);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Damage that could hide a decision of a boot.
   *
   * @param boot a start of this store
   * @return what is damaged; empty if every decision of that boot can be read
   */
  public Optional<Damage> damageOf(int boot) {
    return damages().stream()
        .filter(d -> d.couldExplain(boot) && boot != identity.boot())
        .findFirst();
  }

  /**
   * Every damage that is not released.
   *
   * @return with the starts that the journal knows nothing of
   */
  public List<Damage> damages() {
    lock.lock();
    try {
      return state.damaged().stream().map(Damage::of).toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Where the bytes are that could not be read.
   *
   * @param damageId as {@link Damage#id}
   * @return the file within the store, which nothing of Tutti deletes; empty if nothing was left to
   *     keep
   */
  public Optional<Path> kept(String damageId) {
    return Quarantine.find(directory, damageId);
  }

  /**
   * Ends the hold of one damage, durably, and only that: the bytes stay.
   *
   * @param damageId as {@link Damage#id}
   * @throws IOException if it cannot be written; the hold goes on after a restart
   */
  public void release(String damageId) throws IOException {
    enqueue(new Frame.Entry.Released(damageId));
    if (!flush()) {
      throw new IOException("the decision log in " + directory + " cannot be written");
    }
  }

  /**
   * How often the journal has forced the disk since it was opened.
   *
   * @return the count
   */
  public long forces() {
    return writer.forces();
  }

  /**
   * Why no more decisions are taken until the store is opened again. Waits for nobody.
   *
   * @return one line with the remedy; empty if they are
   */
  public Optional<String> failure() {
    return Optional.ofNullable(failure)
        .map(
            why ->
                "the decision log in "
                    + directory
                    + " takes no more decisions since a write to it failed ("
                    + why.getMessage()
                    + "). Free space or repair the disk, then restart.");
  }

  /**
   * How many decisions have something left to do. Waits for nobody.
   *
   * @return as many as {@link #open} would answer
   */
  public int openCount() {
    return open;
  }

  /**
   * What the journal occupies.
   *
   * @return bytes on the disk
   */
  public long sizeBytes() {
    return writer.size();
  }

  /**
   * What was written since it was opened.
   *
   * @return bytes, without the filling of new segments
   */
  public long writtenBytes() {
    return writer.written();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      flush();
      closed = true;
    } finally {
      lock.unlock();
    }
    writer.close();
  }
}
