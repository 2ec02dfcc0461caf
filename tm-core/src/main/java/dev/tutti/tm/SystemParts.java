package dev.tutti.tm;

import dev.tutti.tm.branch.EventHub;
import dev.tutti.tm.branch.LiveTransaction;
import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.jmx.Management;
import dev.tutti.tm.log.Store;
import dev.tutti.tm.narayana.JtaManager;
import dev.tutti.tm.narayana.NarayanaEngine;
import dev.tutti.tm.recovery.Diagnosis;
import dev.tutti.tm.recovery.RecoveryAdmin;
import dev.tutti.tm.recovery.internal.LocalRecovery;
import dev.tutti.tm.recovery.internal.RecoveryEngine;
import dev.tutti.tm.recovery.internal.RecoveryThread;
import dev.tutti.tm.recovery.internal.Registry;
import dev.tutti.tm.recovery.internal.Traffic;
import dev.tutti.tm.recovery.socket.OperatorServer;
import dev.tutti.tm.spi.Finding;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.ReceiptStore;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.TransactionContext;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.spi.TransactionEventListener;
import dev.tutti.tm.sync.AtomicWriter;
import dev.tutti.tm.sync.KeyRules;
import dev.tutti.tm.sync.LiveContext;
import dev.tutti.tm.sync.WriteContext;
import dev.tutti.tm.transactional.internal.ContextualExecutor;
import dev.tutti.tm.transactional.internal.RestrictedUserTransaction;
import dev.tutti.tm.transactional.internal.RuleInvoker;
import dev.tutti.tm.transactional.internal.UserTransactionRule;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** The parts of a running system, started in order and closed in the opposite one. */
final class SystemParts implements AutoCloseable {

  private final Deque<AutoCloseable> closing = new ArrayDeque<>();
  private final Registry registry;
  private final Store store;
  private final EventHub events;
  private final NarayanaEngine engine;
  private final JtaManager manager;
  private final RecoveryEngine recovery;
  private final RecoveryAdmin admin;
  private final AtomicWriter writer;
  private Runnable wake = () -> {};
  private final UserTransactionRule userTransactions = new UserTransactionRule();
  private final EngineRunner runner;
  private final RuleInvoker invoker;
  private boolean closed;

  static SystemParts start(
      TransactionSystemConfig config,
      List<ResourceManager> resources,
      List<TransactionEventListener> listeners,
      boolean recoveryOnly,
      Optional<LongSupplier> clock)
      throws IOException {
    Deque<AutoCloseable> closing = new ArrayDeque<>();
    try {
      resources.forEach(closing::push);
      Traffic traffic = new Traffic(resources);
      List<TransactionEventListener> all = withResources(listeners, resources);
      all.add(0, traffic);
      return new SystemParts(
          config, resources, traffic, new EventHub(all), closing, recoveryOnly, clock);
    } catch (IOException | RuntimeException | Error e) {
      closeAll(closing, e);
      throw e;
    }
  }

  /** A cache listens, to forget what recovery has changed behind it. */
  private static List<TransactionEventListener> withResources(
      List<TransactionEventListener> listeners, List<ResourceManager> resources) {
    List<TransactionEventListener> all = new ArrayList<>(listeners);
    for (ResourceManager resource : resources) {
      if (resource instanceof TransactionEventListener listener) {
        all.add(listener);
      }
    }
    return all;
  }

  private SystemParts(
      TransactionSystemConfig config,
      List<ResourceManager> resources,
      Traffic traffic,
      EventHub events,
      Deque<AutoCloseable> started,
      boolean recoveryOnly,
      Optional<LongSupplier> clock)
      throws IOException {
    this.events = events;
    registry = new Registry(resources);
    Optional<KeyRules<?>> keys = keyRules(config);
    // The store is unlocked last, so it goes below the resources.
    store = Store.open(config.store(), config.node());
    started.addLast(store);
    if (!recoveryOnly) {
      rememberReceipts(config);
    }
    engine = NarayanaEngine.start(store, events, config.drain(), this::verify, clock);
    started.push(engine);
    manager = engine.transactionManager(config.timeout());
    OwnThreads threads = new OwnThreads();
    started.push(threads);
    ResourceStarter.start(resources, context());
    Housekeeping housekeeping =
        new Housekeeping(registry, config, store.identity().inXid(), engine::oldestLive);
    recovery =
        new RecoveryEngine(store, registry, events, engine::isLive, housekeeping::afterCleanPass);
    started.push(recovery);
    LiveWork work = new LiveWork(engine);
    admin = new LocalRecovery(recovery, work, traffic, nextPass(config, recoveryOnly));
    runner = new EngineRunner(manager, this::leftUnfinished);
    writer = new AtomicWriter(runner, registry::holds, keys, config.timeout(), threads);
    invoker = new RuleInvoker(runner, userTransactions);
    if (recoveryOnly) {
      engine.refuse("this system was started for recovery only: it begins no transaction");
    } else {
      recovery.prepare();
      if (config.strict()) {
        requireHealth();
      }
      Set<String> unreachable = Set.copyOf(recovery.scan().unreachable());
      // Who did not answer a moment ago is not waited for again.
      keys.filter(k -> !unreachable.contains(config.receipts().orElseThrow()))
          .ifPresent(this::prepareReceipts);
      RecoveryThread thread = new RecoveryThread(recovery, events, config.recoveryInterval());
      started.push(thread);
      wake = thread::wake;
      work.recoveredBy(thread);
      if (config.jmx()) {
        started.push(Management.register(admin));
      }
      if (config.operatorSocket()) {
        started.push(OperatorServer.start(store.directory(), admin, store.identity().inXid()));
      }
    }
    closing.addAll(started);
  }

  /** One line for each finding: all of them are to be mended. */
  private void requireHealth() {
    List<String> ill = new ArrayList<>();
    for (Diagnosis diagnosis : admin.examine(line -> {}).diagnoses()) {
      for (Finding finding : diagnosis.findings()) {
        if (finding.level() != Finding.Level.PASS) {
          ill.add(
              finding.level()
                  + " "
                  + diagnosis.subject()
                  + ", "
                  + finding.check()
                  + ": "
                  + finding.measured()
                  + "; fix: "
                  + finding.fix());
        }
      }
    }
    if (!ill.isEmpty()) {
      throw new ConfigurationException(
          "tm.strict", "the start is refused: " + String.join(System.lineSeparator(), ill));
    }
  }

  private Optional<KeyRules<?>> keyRules(TransactionSystemConfig config) {
    Optional<String> name = config.receipts();
    if (name.isEmpty()) {
      return Optional.empty();
    }
    ResourceManager resource =
        registry
            .find(name.get())
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "receipts", "there is no resource '" + name.get() + "'"));
    if (!(resource instanceof ReceiptStore<?> receipts)) {
      throw new ConfigurationException(
          "receipts", "'" + name.get() + "' cannot keep receipts: name a database");
    }
    return Optional.of(new KeyRules<>(receipts, config.keyWait()));
  }

  /** Receipts elsewhere would let every old key be written again. */
  private void rememberReceipts(TransactionSystemConfig config) throws IOException {
    Optional<String> before = store.remembered("receipts");
    Optional<String> now = config.receipts();
    if (now.isPresent() && before.isPresent() && !before.equals(now)) {
      throw new ConfigurationException(
          "receipts",
          "'"
              + now.get()
              + "' is not '"
              + before.get()
              + "', which holds the receipts so far: every key would be written again. Set it back,"
              + " or start with a new store after moving the receipts");
    }
    if (now.isPresent()) {
      store.remember("receipts", now.get());
    }
  }

  private void prepareReceipts(KeyRules<?> keys) {
    try {
      keys.prepare();
    } catch (ResourceUnavailableException e) {
      events.on(
          new TransactionEvent.Reachability(
              e.resource(), false, "receipts are prepared later: " + e.getMessage()));
    }
  }

  private void verify(Participant<?> participant) throws ResourceUnavailableException {
    recovery.verify(participant);
  }

  private TransactionContext context() {
    return new TransactionContext() {
      @Override
      public <H> Optional<H> currentHandle(Participant<H> participant) throws Exception {
        Optional<LiveTransaction> live = engine.currentTransaction();
        return live.isEmpty() ? Optional.empty() : Optional.of(live.get().join(participant));
      }
    };
  }

  private static String nextPass(TransactionSystemConfig config, boolean recoveryOnly) {
    return recoveryOnly
        ? "at the next start, or: recovery scan"
        : "by itself within " + config.recoveryInterval().toSeconds() + " s";
  }

  /** The next pass looks at every source, and comes now. */
  private void leftUnfinished() {
    recovery.doubtEverySource();
    wake.run();
  }

  Optional<WriteContext> current() {
    return engine.currentTransaction().map(live -> new LiveContext(live, registry::holds));
  }

  AtomicWriter writer() {
    return writer;
  }

  RuleInvoker invoker() {
    return invoker;
  }

  Executor contextual(Executor threads) {
    return ContextualExecutor.of(runner, userTransactions, threads);
  }

  UserTransaction userTransaction() {
    return new RestrictedUserTransaction(manager, userTransactions);
  }

  JtaManager manager() {
    return manager;
  }

  NarayanaEngine engine() {
    return engine;
  }

  EventHub events() {
    return events;
  }

  RecoveryAdmin recovery() {
    return admin;
  }

  String nodeId() {
    return store.identity().inXid();
  }

  long logForces() {
    return store.journal().forces();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      RuntimeException failure = new IllegalStateException("the system did not stop cleanly");
      closeAll(closing, failure);
      if (failure.getSuppressed().length > 0) {
        throw failure;
      }
    }
  }

  private static void closeAll(Deque<AutoCloseable> closing, Throwable failure) {
    for (AutoCloseable part : closing) {
      try {
        part.close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
  }
}
