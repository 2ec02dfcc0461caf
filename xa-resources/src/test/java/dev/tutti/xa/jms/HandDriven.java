package dev.tutti.xa.jms;

import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.HandleGate;
import dev.tutti.tm.spi.LastResourceBranch;
import dev.tutti.tm.spi.VolatileBranch;
import jakarta.jms.JMSContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** One transaction on one resource, driven through the protocol by hand. */
final class HandDriven implements Enlistment, HandleGate {

  static final int FORMAT = 131_077;

  record TestXid(String name) implements Xid {
    static TestXid next() {
      return named(UUID.randomUUID().toString());
    }

    static TestXid named(String name) {
      return new TestXid(name);
    }

    @Override
    public int getFormatId() {
      return FORMAT;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return name.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] getBranchQualifier() {
      return ByteBuffer.allocate(Long.BYTES).putLong(1).array();
    }
  }

  private final Xid xid;
  boolean over;
  boolean registrationFails;
  private final long deadline;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean open = true;
  private Runnable cancel = () -> {};
  private Runnable abort = () -> {};
  private Release release = finished -> {};
  private XAResource resource;

  private HandDriven(Xid xid, Duration timeout) {
    this.xid = xid;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  static HandDriven begin() {
    return new HandDriven(TestXid.next(), Duration.ofSeconds(30));
  }

  static HandDriven begin(Xid xid, Duration timeout) {
    return new HandDriven(xid, timeout);
  }

  JMSContext join(JmsResource resource) throws Exception {
    try {
      return resource.join(this);
    } catch (Exception e) {
      close(false);
      throw e;
    }
  }

  Xid xid() {
    return xid;
  }

  XAResource resource() {
    return resource;
  }

  void commit() throws XAException {
    prepare();
    resource.commit(xid, false);
    close(true);
  }

  void prepare() throws XAException {
    closeGate();
    resource.end(xid, XAResource.TMSUCCESS);
    if (resource.prepare(xid) != XAResource.XA_OK) {
      throw new IllegalStateException("not prepared");
    }
  }

  void rollback() throws XAException {
    closeGate();
    boolean finished = false;
    try {
      try {
        resource.end(xid, XAResource.TMFAIL);
      } catch (XAException e) {
        // what an engine does: roll back all the same
      }
      resource.rollback(xid);
      finished = true;
    } finally {
      close(finished);
    }
  }

  void close(boolean finished) {
    open = false;
    release.released(finished);
  }

  /** As the engine does: drain, cancel, abort. */
  private void closeGate() {
    open = false;
    try {
      if (!lock.writeLock().tryLock(200, TimeUnit.MILLISECONDS)) {
        cancel.run();
        if (!lock.writeLock().tryLock(2, TimeUnit.SECONDS)) {
          abort.run();
          lock.writeLock().lock();
        }
      }
      lock.writeLock().unlock();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void cancel() {
    cancel.run();
  }

  void abort() {
    abort.run();
  }

  int calls() {
    return calls.get();
  }

  @Override
  public <T, X extends Exception> T call(GatedCall<T, X> call) throws X {
    lock.readLock().lock();
    try {
      refuseIfClosed();
      calls.incrementAndGet();
      T answer = call.call();
      refuseIfClosed();
      return answer;
    } finally {
      lock.readLock().unlock();
    }
  }

  private void refuseIfClosed() {
    if (!open) {
      throw new HandleClosedException("events", transactionId(), "the test ended it");
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void whenStuck(Runnable cancel, Runnable abort) {
    this.cancel = cancel;
    this.abort = abort;
  }

  @Override
  public String transactionId() {
    return "tx-" + System.identityHashCode(this);
  }

  @Override
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  @Override
  public HandleGate gate() {
    return this;
  }

  @Override
  public void enlist(XAResource resource) throws Exception {
    if (over) {
      throw new HandleClosedException("events", transactionId(), "over before it joined");
    }
    this.resource = resource;
    resource.start(xid, XAResource.TMNOFLAGS);
  }

  @Override
  public void enlist(LastResourceBranch branch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void enlist(VolatileBranch branch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void whenReleased(Release release) {
    if (registrationFails) {
      throw new IllegalStateException("no registration, says the test");
    }
    if (over) {
      release.released(true);
    } else {
      this.release = release;
    }
  }
}
