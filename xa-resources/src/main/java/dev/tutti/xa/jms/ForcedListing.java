package dev.tutti.xa.jms;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * A list of prepared branches from which a branch is missing only when its end is on the broker's
 * disk. Artemis takes a branch off its list before it forces the commit: whoever believed the list
 * would end the decision, and a crash of the broker would bring the branch back, prepared. Hence an
 * empty branch is prepared after the list was taken: its record comes after the commit's in the one
 * journal, and the answer after the force.
 */
final class ForcedListing {

  private static final int FORMAT = 0x5475_7474;

  private final XAResource broker;

  ForcedListing(XAResource broker) {
    this.broker = broker;
  }

  Xid[] recover(int flags) throws XAException {
    Xid[] all = broker.recover(flags);
    List<Xid> listed = new ArrayList<>();
    for (Xid xid : all) {
      if (xid.getFormatId() == FORMAT) {
        drop(xid); // of a process that died with it
      } else {
        listed.add(xid);
      }
    }
    force();
    return listed.toArray(Xid[]::new);
  }

  private void force() throws XAException {
    Xid marker = Marker.next();
    broker.start(marker, XAResource.TMNOFLAGS);
    broker.end(marker, XAResource.TMSUCCESS);
    broker.prepare(marker);
    drop(marker);
  }

  /** NOTA: another node's recovery was faster. */
  private void drop(Xid marker) throws XAException {
    try {
      broker.rollback(marker);
    } catch (XAException e) {
      if (e.errorCode != XAException.XAER_NOTA) {
        throw e;
      }
    }
  }

  private record Marker(String name) implements Xid {

    static Marker next() {
      return new Marker("tutti-list-" + UUID.randomUUID());
    }

    @Override
    public int getFormatId() {
      return FORMAT;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return name.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] getBranchQualifier() {
      return new byte[] {1};
    }
  }
}
