package dev.tutti.tm;

import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Receipt;
import dev.tutti.tm.recovery.RecoveryAdmin;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.TransactionEventListener;
import dev.tutti.tm.sync.AtomicWrite;
import dev.tutti.tm.sync.WriteContext;
import dev.tutti.tm.sync.WriteOperation;
import dev.tutti.tm.sync.WriteOptions;
import dev.tutti.tm.transactional.TransactionalInvoker;
import dev.tutti.tm.transactional.internal.InterfaceProxy;
import dev.tutti.tm.transactional.subclass.TransactionalClass;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one way in: a transaction system over a set of resources, with recovery on. One for each JVM
 * at a time; it can be closed and started again. Thread-safe.
 */
public final class TransactionSystem implements AtomicWrite, AutoCloseable {

  private final SystemParts parts;

  private TransactionSystem(SystemParts parts) {
    this.parts = parts;
  }

  /**
   * Starts: locks the store, starts the resources, finishes what an earlier run left in doubt, and
   * goes on recovering in the background. A resource that cannot be reached does not prevent it.
   *
   * @param config what to know
   * @param resources the sources; the system closes them when it is closed, also if starting fails
   * @return the running system
   * @throws dev.tutti.tm.config.ConfigurationException if a resource or the receipts cannot keep
   *     what they promise
   * @throws IOException if the store cannot be used: it belongs to a running process, to another
   *     node or version, or is damaged or not writable
   * @throws IllegalStateException if a system is running in this JVM already
   */
  public static TransactionSystem start(
      TransactionSystemConfig config, ResourceManager... resources) throws IOException {
    return builder(config).resources(List.of(resources)).start();
  }

  /**
   * Starts a builder, for listeners.
   *
   * @param config what to know
   * @return the builder
   */
  public static Builder builder(TransactionSystemConfig config) {
    return new Builder(config);
  }

  /** Collects resources and listeners; not thread-safe. */
  public static final class Builder {
    private final TransactionSystemConfig config;
    private final List<ResourceManager> resources = new ArrayList<>();
    private final List<TransactionEventListener> listeners = new ArrayList<>();
    private boolean recoveryOnly;
    private Optional<LongSupplier> clock = Optional.empty();

    private Builder(TransactionSystemConfig config) {
      this.config = config;
    }

    /**
     * Adds resources. One that is a {@link TransactionEventListener} hears the events too.
     *
     * @param more the sources
     * @return this
     */
    public Builder resources(List<? extends ResourceManager> more) {
      resources.addAll(more);
      return this;
    }

    /**
     * Adds a listener; it hears everything from the start on.
     *
     * @param listener told every event
     * @return this
     */
    public Builder listener(TransactionEventListener listener) {
      listeners.add(listener);
      return this;
    }

    /**
     * For an operator's tool on a node that does not run: the system begins no transaction and runs
     * no recovery pass by itself; it does what its {@link TransactionSystem#recovery} is asked for.
     *
     * @return this
     */
    public Builder recoveryOnly() {
      recoveryOnly = true;
      return this;
    }

    /** For tests: what stamps decisions, milliseconds since 1970. Nothing is decided by it. */
    Builder clock(LongSupplier wall) {
      clock = Optional.of(wall);
      return this;
    }

    /**
     * Starts.
     *
     * @return the running system
     * @throws IOException if the store cannot be used
     * @see TransactionSystem#start
     */
    public TransactionSystem start() throws IOException {
      return new TransactionSystem(
          SystemParts.start(config, resources, listeners, recoveryOnly, clock));
    }
  }

  @Override
  public <R extends @Nullable Object, X extends Exception> Receipt<R> write(
      WriteOptions options, WriteOperation<R, X> operation) throws X {
    return parts.writer().write(options, operation);
  }

  @Override
  public <R extends @Nullable Object> CompletionStage<Receipt<R>> writeAsync(
      WriteOptions options, Executor executor, WriteOperation<R, ? extends Exception> operation) {
    return parts.writer().writeAsync(options, executor, operation);
  }

  @Override
  public <R extends @Nullable Object> CompletionStage<Receipt<R>> writeAsync(
      WriteOptions options, WriteOperation<R, ? extends Exception> operation) {
    return parts.writer().writeAsync(options, operation);
  }

  /**
   * The calling thread's transaction, for code between {@code begin} and {@code commit}.
   *
   * @return its handles; empty if the thread has none
   */
  public Optional<WriteContext> current() {
    return parts.current();
  }

  /**
   * The JTA transaction manager. It refuses an XAResource without a name: handles of registered
   * resources enlist themselves.
   *
   * @return the manager, valid until {@link #close}
   */
  public TransactionManager transactionManager() {
    return parts.manager();
  }

  /**
   * Puts an interface in front of an implementation, so that each method runs by the rules of its
   * {@code jakarta.transaction.Transactional} annotation (on the method or the type, of the
   * implementation or the interface) and of {@link dev.tutti.tm.transactional.TransactionOptions}.
   * A method without is passed on as it is.
   *
   * <p>Only calls through the answered object are seen: a method of the implementation that calls
   * another one calls it directly.
   *
   * @param <T> the interface
   * @param type the interface
   * @param implementation what is behind it; used from as many threads as the answer
   * @return the interface, valid until {@link #close}
   * @throws IllegalArgumentException if an annotation means nothing or would have no effect: an
   *     annotated method that the interface does not have, a wrong timeout, nothing annotated
   */
  public <T> T transactional(Class<T> type, T implementation) {
    return InterfaceProxy.of(parts.invoker(), type, implementation);
  }

  /**
   * The same for a class without an interface: a generated subclass. Calls between its methods are
   * seen too.
   *
   * @param <T> the class
   * @param type the class; neither final nor sealed
   * @return where instances are made; keep it, since making it is slow. Valid until {@link #close}
   * @throws IllegalArgumentException if an annotation means nothing or would have no effect: an
   *     annotated method that is final, private or static, a wrong timeout, nothing annotated
   * @throws IllegalStateException if {@code net.bytebuddy:byte-buddy} is not on the class path
   */
  public <T> TransactionalClass<T> transactionalClass(Class<T> type) {
    try {
      return TransactionalClass.of(type, parts.invoker());
    } catch (NoClassDefFoundError e) {
      if (!String.valueOf(e.getMessage()).startsWith("net/bytebuddy/")) {
        throw e; // The class itself cannot be loaded.
      }
      throw new IllegalStateException(
          "a subclass of "
              + type.getName()
              + " needs net.bytebuddy:byte-buddy on the class path: add it, or put an interface in"
              + " front and use transactional(type, implementation)",
          e);
    }
  }

  /**
   * Continues the calling thread's transaction on other threads: an executor whose tasks run in it.
   * A task may run on the thread that hands it out too; in every case the thread has afterwards
   * what it had before.
   *
   * <p>While a task waits or runs, a commit is refused and the transaction rolled back: what the
   * task has not done yet would be missing. So wait for the tasks before the transaction ends; an
   * asynchronous method does so by returning a stage that completes after them.
   *
   * @param threads where the tasks run
   * @return an executor for this transaction only; when it is over it rejects tasks
   * @throws IllegalStateException if the calling thread has no transaction
   */
  public Executor contextual(Executor threads) {
    return parts.contextual(threads);
  }

  /**
   * What runs annotated methods, for front doors of other kinds.
   *
   * @return the invoker, valid until {@link #close}
   */
  public TransactionalInvoker invoker() {
    return parts.invoker();
  }

  /**
   * The JTA user transaction. It refuses every call with {@link IllegalStateException} while the
   * calling thread is in an annotated method, except in those of NOT_SUPPORTED and NEVER.
   *
   * @return the user transaction, valid until {@link #close}
   */
  public UserTransaction userTransaction() {
    return parts.userTransaction();
  }

  /**
   * The JTA synchronization registry.
   *
   * @return the registry, valid until {@link #close}
   */
  public TransactionSynchronizationRegistry synchronizationRegistry() {
    return parts.engine().registry();
  }

  /**
   * What is in doubt, and how it is settled.
   *
   * @return the admin, valid until {@link #close}
   */
  public RecoveryAdmin recovery() {
    return parts.recovery();
  }

  /**
   * Adds a listener to the running system. Transactions that began before are told from where they
   * are.
   *
   * @param listener told every event from now on, on the thread that does the work
   */
  public void addListener(TransactionEventListener listener) {
    parts.events().add(listener);
  }

  /**
   * Removes a listener that {@link #addListener} has added.
   *
   * @param listener told nothing any more; one that was never added is ignored
   */
  public void removeListener(TransactionEventListener listener) {
    parts.events().remove(listener);
  }

  /**
   * This node with its store, as it stands in every xid.
   *
   * @return {@code node-store}
   */
  public String nodeId() {
    return parts.nodeId();
  }

  /**
   * How often the decision log has forced the disk since the start.
   *
   * @return the count
   */
  public long logForces() {
    return parts.logForces();
  }

  /**
   * Stops: no new transaction, those that run are rolled back, recovery ends, resources are closed,
   * the store is unlocked. No thread of ours is left. Idempotent.
   */
  @Override
  public void close() {
    parts.close();
  }
}
