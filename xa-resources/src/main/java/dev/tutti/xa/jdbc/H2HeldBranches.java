package dev.tutti.xa.jdbc;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.transaction.xa.Xid;

/** The prepared branches of this process, each with the connection that H2 ties it to. */
final class H2HeldBranches {

  private final Map<Key, H2Branch> branches = new ConcurrentHashMap<>();

  void add(Xid xid, H2Branch branch) {
    branches.put(Key.of(xid), branch);
  }

  void remove(Xid xid) {
    branches.remove(Key.of(xid));
  }

  Optional<H2Branch> find(Xid xid) {
    return Optional.ofNullable(branches.get(Key.of(xid)));
  }

  boolean isEmpty() {
    return branches.isEmpty();
  }

  private record Key(int format, ByteBuffer gtrid, ByteBuffer bqual) {
    static Key of(Xid xid) {
      return new Key(
          xid.getFormatId(),
          ByteBuffer.wrap(xid.getGlobalTransactionId().clone()),
          ByteBuffer.wrap(xid.getBranchQualifier().clone()));
    }
  }
}
