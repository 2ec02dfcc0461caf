package dev.tutti.tm.testing;

import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.Enlistment;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.XaResourceManager;
import java.util.Optional;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** Says yes to everything and keeps nothing: it makes the records of a log long. */
public record SilentResource(String name) implements XaResourceManager, Participant<String> {

  @Override
  public Guarantee guarantee() {
    return Guarantee.DURABLE_XA;
  }

  @Override
  public Optional<String> identity() {
    return Optional.empty();
  }

  @Override
  public String join(Enlistment enlistment) throws Exception {
    enlistment.enlist(new Branch());
    return name;
  }

  @Override
  public void leaveTrace(String handle) {}

  @Override
  public RecoveryConnection openRecovery() {
    return new RecoveryConnection() {
      @Override
      public XAResource xaResource() {
        return new Branch();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {}

  private static final class Branch implements XAResource {
    @Override
    public void start(Xid xid, int flags) {}

    @Override
    public void end(Xid xid, int flags) {}

    @Override
    public int prepare(Xid xid) {
      return XA_OK;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) {}

    @Override
    public void rollback(Xid xid) {}

    @Override
    public void forget(Xid xid) {}

    @Override
    public Xid[] recover(int flag) {
      return new Xid[0];
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
