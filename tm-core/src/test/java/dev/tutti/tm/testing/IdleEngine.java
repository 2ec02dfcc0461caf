package dev.tutti.tm.testing;

import dev.tutti.tm.branch.LiveTransaction;
import dev.tutti.tm.spi.Participant;
import javax.transaction.xa.XAResource;

/** An engine that does nothing, for a transaction that a test drives by hand. */
public final class IdleEngine implements LiveTransaction.Engine {
  @Override
  public void enlist(XAResource guard) {}

  @Override
  public void setRollbackOnly() {}

  @Override
  public void verify(Participant<?> participant) {}

  @Override
  public void ended() {}
}
