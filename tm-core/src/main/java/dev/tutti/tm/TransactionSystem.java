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
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
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
     * Starts.
     *
     * @return the running system
     * @throws IOException if the store cannot be used
     * @see TransactionSystem#start
     */
    public TransactionSystem start() throws IOException {
      return new TransactionSystem(SystemParts.start(config, resources, listeners));
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
   * The JTA user transaction.
   *
   * @return the user transaction, valid until {@link #close}
   */
  public UserTransaction userTransaction() {
    return parts.manager();
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
