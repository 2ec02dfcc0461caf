package dev.tutti.tm.recovery;

import dev.tutti.tm.log.BranchRecord;
import dev.tutti.tm.log.BranchRecord.Progress;
import dev.tutti.tm.log.DecisionRecord;
import dev.tutti.tm.log.Owner;
import dev.tutti.tm.log.Store;
import dev.tutti.tm.log.XidKey;
import dev.tutti.tm.testing.ScriptedResource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many transactions in doubt at once: half of them decided, half orphans. */
public final class Crowd {

  private static final int DECIDERS = 32;

  private Crowd() {}

  /**
   * Fills a store that no process has.
   *
   * @param directory the store, of node {@code test}
   * @param crowded where every transaction has a branch
   * @param count how many
   */
  public static void fill(Path directory, ScriptedResource crowded, int count) throws Exception {
    ExecutorService deciders = Executors.newFixedThreadPool(DECIDERS);
    try (Store store = Store.open(directory, "test")) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        XidKey xid = xid(store, i);
        crowded.branch(Map.of("k" + i, "v")).prepare(xid);
        if (i % 2 == 0) {
          all.add(deciders.submit(() -> decide(store, crowded.name(), xid)));
        }
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      deciders.shutdownNow();
    }
  }

  private static Void decide(Store store, String resource, XidKey xid) throws Exception {
    store
        .journal()
        .decide(
            new DecisionRecord(
                Owner.of(xid).orElseThrow().transactionId(),
                1,
                List.of(new BranchRecord(resource, xid, Progress.TO_COMMIT))));
    return null;
  }

  /** As the engine makes them: 16 bytes of host, boot, second, counter, identity. */
  private static XidKey xid(Store store, int counter) {
    byte[] identity = store.identity().inXid().getBytes(StandardCharsets.US_ASCII);
    byte[] gtrid =
        ByteBuffer.allocate(28 + identity.length)
            .putLong(0)
            .putLong(1)
            .putInt(store.identity().boot())
            .putInt(1_700_000_000)
            .putInt(counter)
            .put(identity)
            .array();
    return new XidKey(Owner.FORMAT_ID, gtrid, new byte[36]);
  }
}
