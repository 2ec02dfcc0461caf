package dev.tutti.xa.cache;

import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.HandleGate;
import dev.tutti.tm.spi.LastResourceBranch;
import dev.tutti.tm.spi.VolatileBranch;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;

/** One transaction, driven by hand as the transaction system drives it. */
final class HandEnlistment implements Enlistment, HandleGate {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String id = "tx-" + COUNT.incrementAndGet();
  private final Duration remaining;
  private VolatileBranch branch;
  private volatile boolean open = true;

  HandEnlistment() {
    this(Duration.ofSeconds(30));
  }

  HandEnlistment(Duration remaining) {
    this.remaining = remaining;
  }

  void prepare() throws Exception {
    open = false;
    branch.beforeCompletion();
  }

  void commit() throws Exception {
    prepare();
    branch.committed();
  }

  void rollback() {
    open = false;
    branch.rolledBack(false);
  }

  void loseTheOutcome() {
    open = false;
    branch.rolledBack(true);
  }

  @Override
  public String transactionId() {
    return id;
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
  public void enlist(XAResource resource) {
    throw new UnsupportedOperationException("no log record may wait for a cache");
  }

  @Override
  public void enlist(LastResourceBranch last) {
    throw new UnsupportedOperationException("a cache is no last resource");
  }

  @Override
  public void enlist(VolatileBranch volatileBranch) {
    branch = volatileBranch;
  }

  @Override
  public void whenReleased(Release release) {}

  @Override
  public <T, X extends Exception> T call(GatedCall<T, X> call) throws X {
    if (!open) {
      throw new HandleClosedException("cache", id, "it ended");
    }
    return call.call();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void whenStuck(Runnable cancel, Runnable abort) {}
}
