package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.HandleGate;
import dev.tutti.tm.spi.LastResourceBranch;
import dev.tutti.tm.spi.VolatileBranch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** One transaction driven by hand, step by step, as the transaction system would. */
final class HandTransaction implements Enlistment, HandleGate {

  /** An xid as Narayana makes them. */
  record TestXid(String transaction) implements Xid {
    @Override
    public int getFormatId() {
      return 131077;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return ("global-|" + transaction).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] getBranchQualifier() {
      return ("branch-of-" + transaction).getBytes(StandardCharsets.UTF_8);
    }
  }

  final TestXid xid;
  Duration remaining = Duration.ofSeconds(30);
  XAResource resource;
  LastResourceBranch last;
  boolean over;
  boolean registrationFails;
  Runnable cancel = () -> {};
  Runnable abort = () -> {};
  private final List<Release> releases = new ArrayList<>();
  private final AtomicInteger inside = new AtomicInteger();
  private volatile boolean open = true;

  HandTransaction(String id) {
    xid = new TestXid(id);
  }

  @Override
  public String transactionId() {
    return xid.transaction();
  }

  @Override
  public Duration remaining() {
    return remaining;
  }

  @Override
  public HandleGate gate() {
    return this;
  }

  @Override
  public void enlist(XAResource branch) throws Exception {
    refuseIfOver();
    resource = branch;
    branch.start(xid, XAResource.TMNOFLAGS);
  }

  @Override
  public void enlist(LastResourceBranch branch) {
    refuseIfOver();
    last = branch;
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
      releases.add(release);
    }
  }

  private void refuseIfOver() {
    if (over) {
      throw new HandleClosedException("test", xid.transaction(), "over before it joined");
    }
  }

  @Override
  public <T, X extends Exception> T call(GatedCall<T, X> call) throws X {
    check();
    inside.incrementAndGet();
    try {
      T answer = call.call();
      check();
      return answer;
    } finally {
      inside.decrementAndGet();
    }
  }

  private void check() {
    if (!open) {
      throw new HandleClosedException("test", xid.transaction(), "closed by the test");
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void whenStuck(Runnable cancelling, Runnable aborting) {
    cancel = cancelling;
    abort = aborting;
  }

  boolean isInside() {
    return inside.get() > 0;
  }

  void close() {
    open = false;
  }

  void prepare() throws XAException {
    close();
    resource.end(xid, XAResource.TMSUCCESS);
    resource.prepare(xid);
  }

  void commit() throws XAException {
    prepare();
    commitPrepared();
  }

  void commitPrepared() throws XAException {
    resource.commit(xid, false);
    release(true);
  }

  void commitInOnePhase() throws XAException {
    close();
    resource.end(xid, XAResource.TMSUCCESS);
    resource.commit(xid, true);
    release(true);
  }

  void rollback() throws XAException {
    close();
    resource.end(xid, XAResource.TMFAIL);
    resource.rollback(xid);
    release(true);
  }

  void release(boolean finished) {
    close();
    releases.forEach(r -> r.released(finished));
  }
}
