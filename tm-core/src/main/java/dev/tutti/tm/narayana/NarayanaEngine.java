package dev.tutti.tm.narayana;

import com.arjuna.ats.arjuna.AtomicAction;
import com.arjuna.ats.arjuna.common.Uid;
import com.arjuna.ats.arjuna.coordinator.BasicAction;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionImple;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionManagerImple;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import dev.tutti.tm.branch.Decision;
import dev.tutti.tm.branch.EngineTransaction;
import dev.tutti.tm.branch.EventHub;
import dev.tutti.tm.branch.LiveTransaction;
import dev.tutti.tm.branch.TimeoutWatch;
import dev.tutti.tm.log.BranchRecord;
import dev.tutti.tm.log.DecisionRecord;
import dev.tutti.tm.log.JournalException;
import dev.tutti.tm.log.Owner;
import dev.tutti.tm.log.Store;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.TransactionEvent;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * Runs transactions on Narayana with our store, our clock and our guards. One at a time in a JVM:
 * its configuration is static. Thread-safe.
 */
public final class NarayanaEngine implements AutoCloseable {

  private static final AtomicBoolean RUNNING = new AtomicBoolean();

  /** Asked before a source's first branch. */
  @FunctionalInterface
  public interface JoinCheck {
    /**
     * Whether the source is the server that recovery knows.
     *
     * @param participant the source
     * @throws Exception if it is another one, or cannot be asked
     */
    void verify(Participant<?> participant) throws Exception;
  }

  private final JoinCheck joinCheck;
  private final Store store;
  private final EventHub events;
  private final Duration drain;
  private final TimeoutWatch timeouts;
  private final Optional<LongSupplier> clock;
  private final TransactionManagerImple manager;
  private final TransactionSynchronizationRegistry registry;
  private final Map<Uid, JtaTransaction> byUid = new ConcurrentHashMap<>();
  private final Map<String, JtaTransaction> byId = new ConcurrentHashMap<>();
  private volatile @Nullable String refusing;

  /** Of this engine alone: it must not reach the next one in the JVM. */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<@Nullable JtaTransaction> onThread = new ThreadLocal<>();

  private NarayanaEngine(
      Store store,
      EventHub events,
      Duration drain,
      JoinCheck joinCheck,
      Optional<LongSupplier> clock) {
    this.joinCheck = joinCheck;
    this.clock = clock;
    this.store = store;
    this.events = events;
    this.drain = drain;
    EngineSettings.start(store.identity(), new JournalStore(new Decisions()));
    this.timeouts = new TimeoutWatch(drain);
    this.manager = new TransactionManagerImple();
    this.registry = new TransactionSynchronizationRegistryImple();
  }

  /**
   * Starts the engine on a store.
   *
   * @param store the node's store
   * @param events told everything
   * @param drain how long the end of a transaction waits for calls in drivers
   * @param joinCheck asked before a source's first branch
   * @param clock what stamps decisions, milliseconds since 1970; empty for the machine's
   * @return the engine
   * @throws IllegalStateException if one is running in this JVM
   */
  public static NarayanaEngine start(
      Store store,
      EventHub events,
      Duration drain,
      JoinCheck joinCheck,
      Optional<LongSupplier> clock) {
    if (!RUNNING.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "a transaction system is running in this JVM already: close it first (the engine's"
              + " configuration is static)");
    }
    try {
      return new NarayanaEngine(store, events, drain, joinCheck, clock);
    } catch (RuntimeException | Error e) {
      RUNNING.set(false);
      throw e;
    }
  }

  /** Writes decisions to the journal at the two moments the engine tells. */
  private final class Decisions implements JournalStore.Decisions {

    @Override
    public boolean write(Uid uid) {
      JtaTransaction transaction = byUid.get(uid);
      if (transaction == null) {
        // Not one of ours: without its record nothing could be recovered, so it must not commit.
        return false;
      }
      LiveTransaction live = transaction.live();
      List<BranchRecord> branches = live.records();
      return switch (live.decision()) {
        case NONE -> decide(live, branches);
        case COMMIT -> {
          progress(live, branches);
          yield true;
        }
        // Presumed abort: a rollback has no record, so nothing may be committed on the strength of
        // one.
        case ROLLBACK, UNKNOWN -> false;
      };
    }

    private boolean decide(LiveTransaction live, List<BranchRecord> branches) {
      try {
        store.journal().decide(record(live, branches));
        live.decided(Decision.COMMIT);
        return true;
      } catch (JournalException e) {
        live.refusedByLog(e);
        if (e.isDoubtful()) {
          live.decided(Decision.UNKNOWN);
        }
        return false;
      }
    }

    /**
     * After a last resource's commit the row is the decision: a log that refuses changes nothing.
     */
    private void progress(LiveTransaction live, List<BranchRecord> branches) {
      if (!branches.isEmpty()) {
        store.journal().progress(record(live, branches));
      }
    }

    private DecisionRecord record(LiveTransaction live, List<BranchRecord> branches) {
      return new DecisionRecord(live.id(), now(), branches);
    }

    private long now() {
      return clock.map(LongSupplier::getAsLong).orElseGet(System::currentTimeMillis);
    }

    @Override
    public void remove(Uid uid) {
      JtaTransaction transaction = byUid.get(uid);
      if (transaction != null) {
        store.journal().end(transaction.live().id());
      }
    }
  }

  /**
   * Begins a transaction on the calling thread.
   *
   * @param name for people; may be empty
   * @param timeout after which it is rolled back
   * @param readOnly whether sources may take it that nothing will be written
   * @return the transaction
   * @throws NotSupportedException if the thread has a transaction
   * @throws SystemException if the engine refuses
   * @throws IllegalStateException if the system is stopped, stopping or drained
   */
  public EngineTransaction begin(String name, Duration timeout, boolean readOnly)
      throws NotSupportedException, SystemException {
    String why = refusing;
    if (why != null) {
      throw new IllegalStateException(why);
    }
    manager.begin();
    TransactionImple imple = (TransactionImple) manager.getTransaction();
    Uid uid = imple.get_uid();
    JtaTransaction transaction =
        new JtaTransaction(imple, (AtomicAction) BasicAction.Current(), onThread);
    String id = Owner.transactionId(store.identity().inXid(), uid.getBytes());
    LiveTransaction live =
        new LiveTransaction(
            id,
            name,
            timeout,
            readOnly,
            drain,
            events,
            new LiveTransaction.Engine() {
              @Override
              public void enlist(XAResource guard) throws Exception {
                transaction.enlistGuard(guard);
              }

              @Override
              public void setRollbackOnly() {
                transaction.doom();
              }

              @Override
              public void verify(Participant<?> participant) throws Exception {
                joinCheck.verify(participant);
              }

              @Override
              public void ended() {
                transaction.unwatch();
                byId.remove(transaction.live().id());
                byUid.remove(uid);
              }
            });
    transaction.live(live);
    transaction.countNoThread();
    live.crew().join();
    onThread.set(transaction);
    byUid.put(uid, transaction);
    byId.put(id, transaction);
    registry.registerInterposedSynchronization(new Completion(live, registry));
    live.begun();
    transaction.watch(timeouts.watch(live, live.remaining(), transaction::cancel));
    return transaction;
  }

  JtaTransaction current() {
    JtaTransaction transaction = currentOrNull();
    if (transaction == null) {
      throw new IllegalStateException("this thread has no transaction");
    }
    return transaction;
  }

  /**
   * Also one that is over: the engine forgets a transaction that another thread has ended, and then
   * its handles would no longer be refused but replaced by connections that commit by themselves.
   */
  @Nullable JtaTransaction currentOrNull() {
    JtaTransaction transaction = onThread.get();
    return transaction != null && transaction.isOnThread() ? transaction : null;
  }

  ThreadLocal<@Nullable JtaTransaction> onThread() {
    return onThread;
  }

  /**
   * The live side of the calling thread's transaction.
   *
   * @return empty if the thread has none
   */
  public Optional<LiveTransaction> currentTransaction() {
    return Optional.ofNullable(currentOrNull()).map(JtaTransaction::live);
  }

  /**
   * The JTA transaction manager over this engine.
   *
   * @param timeout of transactions that set none
   * @return the manager, which is a user transaction too
   */
  public JtaManager transactionManager(Duration timeout) {
    return new JtaManager(this, timeout);
  }

  /**
   * Whether a transaction lives in this process.
   *
   * @param transactionId its id
   * @return true from its beginning until the log has what is left of it
   */
  public boolean isLive(String transactionId) {
    return byId.containsKey(transactionId);
  }

  /**
   * How long the oldest transaction has lived.
   *
   * @return zero if none lives
   */
  public Duration oldestLive() {
    return liveTransactions().stream()
        .map(t -> t.live().age())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /**
   * How many transactions live.
   *
   * @return the number now
   */
  public int liveCount() {
    return byId.size();
  }

  /**
   * Begins no more transactions; those that live go on.
   *
   * @param why what is said to whoever begins one
   */
  public void refuse(String why) {
    refusing = why;
  }

  /**
   * Why no transaction begins.
   *
   * @return empty if they do
   */
  public Optional<String> refusing() {
    return Optional.ofNullable(refusing);
  }

  Collection<JtaTransaction> liveTransactions() {
    return byId.values();
  }

  TransactionManagerImple manager() {
    return manager;
  }

  /**
   * The registry of the calling thread's transaction.
   *
   * @return the JTA registry
   */
  public TransactionSynchronizationRegistry registry() {
    return registry;
  }

  /** Stops accepting transactions, rolls back those that live, and leaves no thread. */
  @Override
  public void close() {
    refusing = "the transaction system is stopped: start one first";
    for (JtaTransaction transaction : liveTransactions()) {
      transaction.doom();
      events.on(
          new TransactionEvent.Held(
              transaction.live().id(), "the system stops while it is running; it is rolled back"));
      timeouts.expireNow(transaction.live(), transaction::cancel);
    }
    timeouts.close();
    EngineSettings.stop();
    RUNNING.set(false);
  }
}
