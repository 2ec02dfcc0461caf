package dev.tutti.xa.jms;

import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.Finding;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.TransactionContext;
import dev.tutti.tm.spi.XaResourceManager;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The queues of an Artemis broker as a resource: what a transaction sends and receives happens with
 * its commit, or not at all. Thread-safe.
 *
 * <p>Its handle is a {@link JMSContext} that lives as long as the transaction. {@code close()},
 * {@code acknowledge()} and {@code start()} on it do nothing; {@code commit()}, {@code rollback()}
 * and whatever would work outside of the transaction (listeners, temporary queues, other contexts)
 * is refused. A receive waits no longer than the transaction lives.
 *
 * <p>Guarantee: {@link Guarantee#DURABLE_XA}. A branch that the broker has prepared is in its
 * journal, forced; Artemis never ends such a branch by itself. One that it has not prepared it
 * rolls back as soon as it finds the connection lost, at the latest when the transaction would have
 * timed out.
 *
 * <p>Nothing is ever sent again: a session whose connection is lost is given up with its branch, so
 * that a transaction needs no duplicate detection. A whole write that is repeated because its
 * outcome was not known does: give it a key, or its messages the property {@code _AMQ_DUPL_ID}; the
 * broker then refuses the second one with its vote.
 */
public final class JmsResource implements XaResourceManager, Participant<JMSContext> {

  private final String name;
  private final Broker broker;
  private final Access access;
  private final List<String> queues;
  private final int poolSize;
  private final EnlistingConnectionFactory connectionFactory;
  private volatile @Nullable JmsRuntime runtime;
  private volatile @Nullable SessionPool pool;

  JmsResource(String name, Broker broker, Access access, List<String> queues, int poolSize) {
    this.name = name;
    this.broker = broker;
    this.access = access;
    this.queues = List.copyOf(queues);
    this.poolSize = poolSize;
    connectionFactory = new EnlistingConnectionFactory(this);
  }

  /**
   * A broker that runs by itself and is reached over the network.
   *
   * @param name the name of the resource, 1 to 64 characters of {@code [A-Za-z0-9._-]}
   * @return a builder
   */
  public static ArtemisBuilder artemis(String name) {
    return new ArtemisBuilder(name);
  }

  /**
   * A broker in this process: persistent, without a socket. It starts and stops with the resource.
   *
   * @param name the name of the resource, 1 to 64 characters of {@code [A-Za-z0-9._-]}
   * @return a builder
   */
  public static EmbeddedArtemisBuilder embeddedArtemis(String name) {
    return new EmbeddedArtemisBuilder(name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.DURABLE_XA;
  }

  /**
   * The queues that were declared.
   *
   * @return their names, in the order of the declaration
   */
  public List<String> queues() {
    return queues;
  }

  /**
   * Starts the embedded broker, if it is one. A remote broker is not asked anything yet.
   *
   * @param context where to find the transaction of the calling thread
   * @throws IllegalStateException if the embedded broker cannot start: its directory is in use or
   *     cannot be written
   */
  @Override
  public synchronized void start(TransactionContext context) {
    if (runtime != null) {
      return;
    }
    broker.start();
    JmsRuntime started = JmsRuntime.of(context, name, broker, access);
    runtime = started;
    pool = new SessionPool(name, started.work(), poolSize);
    if (broker instanceof EmbeddedBroker) {
      try {
        initQueues();
      } catch (ResourceUnavailableException e) {
        close();
        throw new IllegalStateException(e.getMessage(), e);
      }
    }
  }

  /**
   * Creates the declared queues that do not exist yet (anycast, durable). An embedded broker has
   * done so at its start.
   *
   * @throws ResourceUnavailableException if the broker cannot be reached, or refuses
   */
  public void initQueues() throws ResourceUnavailableException {
    if (!queues.isEmpty()) {
      Queues.create(started().plain(), queues);
    }
  }

  /**
   * Shows each message of a queue once, outside of any transaction; none is consumed. They come in
   * the queue's order, save those that the broker moves while it is browsed (from disk to memory,
   * or back from a consumer that rolls back), which can come later. Messages of branches that are
   * in doubt, scheduled, or with a consumer are not among them.
   *
   * @param queue its name
   * @param each told each message; must not use a handle of this resource
   * @throws ResourceUnavailableException if the broker cannot be reached, or has no such queue
   */
  public void browse(String queue, Consumer<? super Message> each)
      throws ResourceUnavailableException {
    Queues.browse(started().plain(), queue, each);
  }

  @Override
  public JMSContext join(Enlistment enlistment) throws Exception {
    SessionPool from = pool;
    if (from == null) {
      throw new ResourceUnavailableException(name, "is not started, or closed", null);
    }
    XaSession session = from.take(enlistment.remaining());
    JmsBranch branch = new JmsBranch(name, enlistment, session);
    AtomicBoolean released = new AtomicBoolean();
    boolean registered = false;
    try {
      enlistment.gate().whenStuck(branch::cancel, branch::abort);
      // At once if the transaction is over already, else at its end.
      enlistment.whenReleased(
          finished -> {
            if (released.compareAndSet(false, true)) {
              from.giveBack(session, branch.release() && finished);
            }
          });
      registered = true;
    } finally {
      if (!registered && released.compareAndSet(false, true)) {
        branch.release();
        from.giveBack(session, false);
      }
    }
    enlistment.enlist(new BranchResource(session, this));
    return branch.context();
  }

  @Override
  public RecoveryConnection openRecovery() throws ResourceUnavailableException {
    return new JmsRecoveryConnection(name, openSession());
  }

  /**
   * Asks the broker for the id of its journal.
   *
   * @return the node id
   * @throws ResourceUnavailableException if the broker cannot be reached, or does not tell
   */
  @Override
  public Optional<String> identity() throws ResourceUnavailableException {
    try (RecoveryConnection connection = openRecovery()) {
      return connection.identity();
    }
  }

  @Override
  public List<Finding> examine() throws ResourceUnavailableException {
    return Queues.examine(started().plain(), queues);
  }

  @Override
  public boolean isConnectionLost(Throwable failure) {
    return ArtemisFailures.isConnectionLost(failure);
  }

  /**
   * For code that knows only Jakarta Messaging. In a thread with a transaction its contexts and
   * connections are those of the transaction; elsewhere they are ordinary ones, not pooled.
   *
   * @return the factory, always the same
   */
  public ConnectionFactory connectionFactory() {
    return connectionFactory;
  }

  /** A session that is not pooled, with the bounds of recovery. */
  XaSession openSession() throws ResourceUnavailableException {
    return XaSession.open(started().recovery());
  }

  JmsRuntime started() throws ResourceUnavailableException {
    JmsRuntime current = runtime;
    if (current == null) {
      throw new ResourceUnavailableException(name, "is not started, or closed", null);
    }
    return current;
  }

  /** For tests. */
  Broker broker() {
    return broker;
  }

  /** For tests. */
  @Nullable SessionPool pool() {
    return pool;
  }

  @Override
  public synchronized void close() {
    SessionPool sessions = pool;
    pool = null;
    if (sessions != null) {
      sessions.close();
    }
    JmsRuntime current = runtime;
    runtime = null;
    if (current != null) {
      current.close();
    }
    broker.close();
  }

  /** The name and where it is; no secret. */
  @Override
  public String toString() {
    return name + " (" + broker.where() + ")";
  }
}
