package dev.tutti.tm.testing;

import dev.tutti.tm.log.XidKey;
import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.XaResourceManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * A two-phase source that does what its script says, for answers that no real server can be made to
 * give. Its server side is durable, in files.
 */
public final class ScriptedResource
    implements XaResourceManager, Participant<ScriptedResource.Values> {

  /** The handle. */
  public interface Values {
    void put(String key, String value);

    /** Is in the driver for as long as the call takes. */
    void busy(Runnable call);
  }

  private final String name;
  private final ScriptedServer server;
  private final Script script = new Script();
  private final List<Boolean> released = new CopyOnWriteArrayList<>();
  private volatile String identity;
  private volatile boolean reachable = true;
  private volatile OptionalLong position = OptionalLong.empty();
  private volatile boolean countsPasses;
  private final AtomicInteger recoveryConnections = new AtomicInteger();
  private final AtomicReference<Runnable> onTheWay = new AtomicReference<>();

  public ScriptedResource(String name, Path directory) {
    this.name = name;
    this.server = new ScriptedServer(directory);
    this.identity = "scripted-" + name;
  }

  public Script script() {
    return script;
  }

  public ScriptedServer server() {
    return server;
  }

  /** What whenReleased was told, in order. */
  public List<Boolean> released() {
    return List.copyOf(released);
  }

  public void identity(String other) {
    identity = other;
  }

  public void position(long now) {
    position = OptionalLong.of(now);
  }

  /** Whose position is a number that grows with each pass, and with nothing else. */
  public void countsPasses() {
    countsPasses = true;
  }

  /** What happens once between the server's answer and its arrival. */
  public void whilePositionIsOnTheWay(Runnable what) {
    onTheWay.set(what);
  }

  public void reachable(boolean now) {
    reachable = now;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.DURABLE_XA;
  }

  @Override
  public Optional<String> identity() throws ResourceUnavailableException {
    requireReachable();
    return Optional.of(identity);
  }

  private void requireReachable() throws ResourceUnavailableException {
    if (!reachable) {
      throw new ResourceUnavailableException(name, "scripted to be unreachable", null);
    }
  }

  @Override
  public Values join(Enlistment enlistment) throws Exception {
    requireReachable();
    script.step(Step.JOIN);
    Map<String, String> values = new ConcurrentHashMap<>();
    enlistment.whenReleased(released::add);
    enlistment.enlist(new Branch(values));
    return new Values() {
      @Override
      public void put(String key, String value) {
        enlistment.gate().call(() -> values.put(key, value));
      }

      @Override
      public void busy(Runnable call) {
        enlistment
            .gate()
            .call(
                () -> {
                  call.run();
                  return "";
                });
      }
    };
  }

  @Override
  public void leaveTrace(Values handle) {
    handle.put("trace", "of the doctor");
  }

  @Override
  public RecoveryConnection openRecovery() throws ResourceUnavailableException {
    requireReachable();
    script.asked("open-recovery");
    try {
      script.step(Step.OPEN_RECOVERY);
    } catch (XAException e) {
      throw new ResourceUnavailableException(name, "scripted", e);
    }
    Branch branch = new Branch(Map.of());
    recoveryConnections.incrementAndGet();
    return new RecoveryConnection() {
      @Override
      public XAResource xaResource() {
        return branch;
      }

      @Override
      public OptionalLong position() {
        OptionalLong answer = position;
        Runnable meanwhile = onTheWay.getAndSet(null);
        if (meanwhile != null) {
          meanwhile.run();
        }
        return answer;
      }

      @Override
      public long advance(long from) {
        if (countsPasses) {
          ScriptedResource.this.position(from + 1);
        }
        return countsPasses ? from + 1 : from;
      }

      @Override
      public void close() {
        recoveryConnections.decrementAndGet();
      }
    };
  }

  /** How many connections of recovery are open. */
  public int recoveryConnections() {
    return recoveryConnections.get();
  }

  /** The bare resource with values to write, for wirings without a guard. */
  public XAResource branch(Map<String, String> values) {
    return new Branch(values);
  }

  @Override
  public void close() {}

  private final class Branch implements XAResource {
    private final Map<String, String> values;

    private Branch(Map<String, String> values) {
      this.values = values;
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
      script.asked("start");
      script.step(Step.START);
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
      script.asked("end");
      script.step(Step.END);
    }

    @Override
    public int prepare(Xid xid) throws XAException {
      script.asked("prepare");
      script.step(Step.BEFORE_PREPARE);
      if (values.isEmpty()) {
        return XA_RDONLY;
      }
      server.prepare(xid, values);
      script.step(Step.AFTER_PREPARE);
      return XA_OK;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
      script.asked(onePhase ? "commit-one-phase" : "commit");
      script.step(Step.BEFORE_COMMIT);
      if (onePhase) {
        values.forEach(server::commit);
      } else if (!server.commitPrepared(xid)) {
        Script.fail(XAException.XAER_NOTA).run();
      }
      script.step(Step.AFTER_COMMIT);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
      script.asked("rollback");
      script.step(Step.BEFORE_ROLLBACK);
      server.forgetPrepared(xid);
      script.step(Step.AFTER_ROLLBACK);
    }

    @Override
    public void forget(Xid xid) {
      script.asked("forget");
      server.forgetPrepared(xid);
    }

    @Override
    public Xid[] recover(int flag) throws XAException {
      script.asked("recover");
      script.step(Step.RECOVER);
      XidKey[] listed = server.prepared().toArray(XidKey[]::new);
      script.step(Step.RECOVERED);
      return listed;
    }

    @Override
    public boolean isSameRM(XAResource other) {
      return other == this;
    }

    @Override
    public int getTransactionTimeout() {
      return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
      return false;
    }
  }
}
